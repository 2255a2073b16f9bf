using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>Which slots could take a stage: now, later or never, by time and by memory.</summary>
internal sealed partial class GpuSlotTable
{
    /// <summary>The slots that serve a demand, and which of the <paramref name="others"/> want the same ones. O(slots).</summary>
    public DemandSupply SupplyOf(StageDemand demand, IEnumerable<StageDemand> others, StageTimes times, DateTimeOffset now)
    {
        List<double> freeIn = [];
        (SiloEntry Silo, MemoryFit Fit)? tight = null;
        SiloEntry? outOfService = null;
        var fits = false;
        HashSet<StageDemand> rivals = [];
        List<StageDemand> candidates = [.. others.Where(other => other != demand)];
        foreach (var silo in _silos.Values)
        {
            if (silo.Report is not { Draining: false } report || !silo.Offers(demand)) continue;
            var fit = Memory(silo, demand);
            if (!fit.Ever) continue;
            if (silo.Breaker.Reason is not null)
            {
                outOfService = silo;
                continue;
            }

            if (!fit.Now) tight = (silo, fit);
            else fits = fits || silo.FreeSlot(demand.Stage) is not null;
            foreach (var slot in report.Slots.AsSpan())
            {
                if (!slot.Stages.Contains(demand.Stage)) continue;
                freeIn.Add(FreeIn(silo, slot, times, now));
                for (var i = candidates.Count - 1; i >= 0; i--)
                {
                    if (!slot.Stages.Contains(candidates[i].Stage) || !silo.Offers(candidates[i])) continue;
                    rivals.Add(candidates[i]);
                    candidates.RemoveAt(i);
                }
            }
        }

        freeIn.Sort();
        return new DemandSupply([.. freeIn], rivals)
        {
            Shortage = tight is var (nearly, need) && freeIn.Count > 0 && freeIn[0] <= 0 && !fits
                ? $"needs {GenerationAdmissionCheck.Gibibytes(need.NeededBytes)} of device memory; silo {nearly.Address} has {GenerationAdmissionCheck.Gibibytes(need.FreeBytes)} of {GenerationAdmissionCheck.Gibibytes(need.TotalBytes)} free"
                : null,
            Out = freeIn.Count == 0 && outOfService is not null ? $"silo {outOfService.Address} is out: {outOfService.Breaker.Reason}" : null,
        };
    }

    private GpuSlotReport? FreeSlot(SiloEntry silo, StageDemand demand, DateTimeOffset now)
        => silo.FreeSlot(demand.Stage) is { } slot && silo.Offers(demand) && silo.Breaker.Admits(now) && Memory(silo, demand).Now ? slot : null;

    /// <summary>The first silo of a group that fits, the one to avoid last; null: none does.</summary>
    private (SiloEntry Silo, GpuSlotReport Slot)? FirstOf(SortedSet<SiloEntry> group, StageDemand demand, string? avoid, DateTimeOffset now)
    {
        var first = group.Min!;
        if (first.Address != avoid && FreeSlot(first, demand, now) is { } free) return (first, free);
        (SiloEntry, GpuSlotReport)? last = null;
        foreach (var silo in group)
        {
            if (FreeSlot(silo, demand, now) is not { } slot) continue;
            if (silo.Address != avoid) return (silo, slot);
            last = (silo, slot);
        }

        return last;
    }

    /// <summary>A model in memory fits. Otherwise there is what is free, and what models hold that no lease uses, less what leases that have just been granted will load.</summary>
    private MemoryFit Memory(SiloEntry silo, StageDemand demand)
    {
        var (needed, report) = (silo.NeededBytes(demand), silo.Report!);
        if (needed == 0 || report.TotalMemoryBytes == 0) return default;
        if (report.FreeMemoryBytes == 0 || silo.IsWarm(demand)) return new MemoryFit(needed, report.TotalMemoryBytes, report.TotalMemoryBytes);
        List<StageDemand> running = [];
        var free = report.FreeMemoryBytes;
        foreach (var id in silo.Leases)
        {
            var entry = _leases[id];
            if (entry.State == LeaseState.Delivering || entry.Demand is not { } other) continue;
            running.Add(other);
            if (entry.State == LeaseState.Starting && !silo.IsWarm(other)) free -= silo.NeededBytes(other);
        }

        return new MemoryFit(needed, Math.Min(free + silo.ReclaimableBytes(running), report.TotalMemoryBytes), report.TotalMemoryBytes);
    }

    private void Learn(GpuSiloReport report)
    {
        _everOffered.UnionWith(report.Offers);
        foreach (var offer in report.Offers)
        {
            foreach (var model in offer.Models.IsDefaultOrEmpty ? [] : offer.Models)
            {
                var fit = new MemoryFit(model.MemoryBytes, report.FreeMemoryBytes, report.TotalMemoryBytes);
                var key = (offer.Stage, offer.Engine, model.Name);
                if (!_bestFits.TryGetValue(key, out var best) || fit.Ever || (!best.Ever && fit.TotalBytes - fit.NeededBytes > best.TotalBytes - best.NeededBytes)) _bestFits[key] = fit;
            }
        }
    }

    private double FreeIn(SiloEntry silo, GpuSlotReport slot, StageTimes times, DateTimeOffset now)
    {
        var latest = 0.0;
        foreach (var id in silo.Leases)
        {
            var entry = _leases[id];
            if (entry.Lease.Slot != slot.Slot || entry.State == LeaseState.Delivering) continue;
            var left = (entry.Demand is { } demand ? times.Of(demand) ?? 0 : 0) - (now - entry.Began).TotalSeconds;
            latest = Math.Max(latest, left);
        }

        return latest;
    }
}
