using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// The silos with a free slot, in groups of equal kind and equal free stages, each in the order of <see cref="SiloRank"/>. Within a group only load and grants tell silos apart, so the best of
/// a group is its first that fits, and the best of all is among as many as there are groups, however many silos there are.
/// Cost: O(log silos) for an update; nothing if the silo stays where it stands.
/// </summary>
internal sealed class FreeSilos
{
    /// <summary>Groups and kinds that are kept although no silo is in them, before they are forgotten.</summary>
    private const int Remembered = 256;

    private static readonly IComparer<SiloEntry> Order = Comparer<SiloEntry>.Create(Compare);

    private readonly Dictionary<(SiloKind Kind, int Stages), SortedSet<SiloEntry>> _groups = [];
    private readonly HashSet<SiloKind> _kinds = [];

    /// <summary>The kind of a silo; the same object for equal ones.</summary>
    /// <param name="last">What it was so far, which it mostly still is.</param>
    public SiloKind KindOf(GpuSiloReport report, SiloKind? last)
    {
        if (last?.Fits(report) == true) return last;
        var kind = new SiloKind(report);
        if (_kinds.TryGetValue(kind, out var known)) return known;
        if (_kinds.Count >= Remembered) _kinds.Clear();
        _kinds.Add(kind);
        return kind;
    }

    /// <summary>Something about the silo has changed.</summary>
    public void Update(SiloEntry silo)
    {
        var place = FreePlace.Of(silo);
        if (place == silo.Place) return;
        Remove(silo);
        if (place is null) return;
        silo.Place = place;
        if (!_groups.TryGetValue((place.Kind, place.Stages), out var group))
        {
            if (_groups.Count >= Remembered) Forget();
            _groups.Add((place.Kind, place.Stages), group = new SortedSet<SiloEntry>(Order));
        }

        group.Add(silo);
    }

    public void Remove(SiloEntry silo)
    {
        if (silo.Place is not { } place) return;
        _groups[(place.Kind, place.Stages)].Remove(silo);
        silo.Place = null;
    }

    /// <summary>The groups that offer a demand and have a free slot for its stage; each in order, none empty.</summary>
    public IEnumerable<SortedSet<SiloEntry>> Serving(StageDemand demand)
    {
        foreach (var ((kind, stages), group) in _groups)
        {
            if (group.Count > 0 && (stages & 1 << (int)demand.Stage) != 0 && kind.Serves(demand)) yield return group;
        }
    }

    private void Forget()
    {
        foreach (var (key, group) in _groups)
        {
            if (group.Count == 0) _groups.Remove(key);
        }
    }

    private static int Compare(SiloEntry one, SiloEntry other)
    {
        var (a, b) = (one.Place!, other.Place!);
        var order = a.InUse.CompareTo(b.InUse);
        if (order == 0) order = a.Load.CompareTo(b.Load);
        if (order == 0) order = a.Granted.CompareTo(b.Granted);
        return order != 0 ? order : string.CompareOrdinal(one.Address, other.Address);
    }
}
