using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>A silo with accelerators in <see cref="GpuSlotTable"/>: its last report, and the leases granted on top of it.</summary>
internal sealed class SiloEntry(string address, SiloBreaker breaker)
{
    private readonly Dictionary<int, Guid> _reserved = [];
    private readonly HashSet<int> _blocked = [];

    public string Address => address;

    public GpuSiloReport? Report { get; private set; }

    /// <summary>Null: it has not reported.</summary>
    public SiloKind? Kind { get; private set; }

    /// <summary>Where it stands in <see cref="FreeSilos"/>, which sets it; null: not there.</summary>
    public FreePlace? Place { get; set; }

    /// <summary>Whether it is in service.</summary>
    public SiloBreaker Breaker => breaker;

    public DateTimeOffset LastHeard { get; set; }

    /// <summary>Leases granted to the silo so far.</summary>
    public long Granted { get; set; }

    /// <summary>Gets no leases until then; null: it may.</summary>
    public DateTimeOffset? RetiredUntil { get; set; }

    /// <summary>The leases on this silo.</summary>
    public HashSet<Guid> Leases { get; } = [];

    public int SlotCount => Report?.Slots.Length ?? 0;

    public int BusyCount
    {
        get
        {
            var busy = 0;
            foreach (var slot in Report is { } report ? report.Slots.AsSpan() : [])
            {
                if (!IsFree(slot)) busy++;
            }

            return busy;
        }
    }

    public void Update(GpuSiloReport report, SiloKind kind, DateTimeOffset now)
    {
        (Report, Kind, LastHeard) = (report, kind, now);
        _blocked.Clear();
    }

    /// <summary>The slot is not free until the next report says so.</summary>
    public void Block(int slot) => _blocked.Add(slot);

    /// <summary>Slots are reserved from the grant until a report lists the lease.</summary>
    public void Reserve(int slot, Guid lease) => _reserved[slot] = lease;

    public void Release(int slot, Guid lease)
    {
        if (_reserved.TryGetValue(slot, out var holder) && holder == lease) _reserved.Remove(slot);
    }

    public bool Offers(StageDemand demand) => Kind?.Serves(demand) == true;

    /// <summary>Device memory that the demand's model needs here; 0: not known.</summary>
    public long NeededBytes(StageDemand demand)
        => Report?.Offers.FirstOrDefault(offer => offer.Stage == demand.Stage && offer.Engine == demand.Engine && offer.Serves(demand.Model))?.FindModel(demand.Model)?.MemoryBytes ?? 0;

    /// <summary>Bytes of the models in memory that none of the <paramref name="running"/> stages uses: they are unloaded when others need the room.</summary>
    public long ReclaimableBytes(IReadOnlyCollection<StageDemand> running)
    {
        if (Report is not { WarmModels.IsDefaultOrEmpty: false } report) return 0;
        var sum = 0L;
        foreach (var offer in report.Offers)
        {
            foreach (var model in offer.Models.IsDefaultOrEmpty ? [] : offer.Models)
            {
                if (report.WarmModels.Contains($"{offer.Engine}/{model.Name}")
                    && !running.Any(demand => demand.Stage == offer.Stage && demand.Engine == offer.Engine && offer.FindModel(demand.Model)?.Name == model.Name))
                    sum += model.MemoryBytes;
            }
        }

        return sum;
    }

    /// <summary>Whether the model that the demand means here (null: this silo's default) is in memory.</summary>
    public bool IsWarm(StageDemand demand)
    {
        if (Report is not { WarmModels.IsDefaultOrEmpty: false } report) return false;
        var offer = report.Offers.FirstOrDefault(offer => offer.Stage == demand.Stage && offer.Engine == demand.Engine);
        return report.WarmModels.Contains((offer?.FindModel(demand.Model)?.Name ?? demand.Model) is { } model ? $"{demand.Engine}/{model}" : demand.Engine);
    }

    /// <summary>A free slot for the stage, the most specialised first; null: none.</summary>
    public GpuSlotReport? FreeSlot(GenerationStage stage)
    {
        GpuSlotReport? best = null;
        if (Report is not { Draining: false } report) return null;
        foreach (var slot in report.Slots)
        {
            if (slot.Stages.Contains(stage) && IsFree(slot) && (best is null || slot.Stages.Length < best.Stages.Length)) best = slot;
        }

        return best;
    }

    public bool IsFree(GpuSlotReport slot) => !slot.Busy && !_reserved.ContainsKey(slot.Slot) && !_blocked.Contains(slot.Slot);
}
