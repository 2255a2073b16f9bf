using System.Collections.Immutable;
using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// Which slots there are and who has them: silos' reports in, leases out. A lease is renewed by its silo's reports and lost when they stop.
/// At most one lease reserves a slot, and a job has at most one lease.
/// </summary>
internal sealed partial class GpuSlotTable(GpuSlotTableOptions options, SiloChoiceOptions choice)
{
    /// <summary>A silo that was to be stopped and was not comes back into the choice.</summary>
    private static readonly TimeSpan RetireFor = TimeSpan.FromMinutes(1);

    /// <summary>How long a lost lease is remembered, so that a silo that comes back is told to stop its work.</summary>
    private static readonly TimeSpan RememberLost = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, SiloEntry> _silos = new(StringComparer.Ordinal);
    private readonly FreeSilos _free = new();
    private readonly Dictionary<Guid, LeaseEntry> _leases = [];
    private readonly Dictionary<string, LeaseEntry> _byJob = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, (DateTimeOffset Since, bool WithSilo)> _lost = [];
    private readonly HashSet<EngineOffer> _everOffered = [];
    private readonly OffersInForce _inForce = new();
    private readonly Dictionary<(GenerationStage Stage, string Engine, string Model), MemoryFit> _bestFits = [];

    public int LeaseCount => _leases.Count;

    /// <summary>Leases of jobs that asked for off-peak.</summary>
    public int OffPeakLeaseCount { get; private set; }

    /// <summary>The job's lease, or null.</summary>
    public LeaseEntry? LeaseOf(string jobId) => _byJob.GetValueOrDefault(jobId);

    /// <summary>What can be run, including what silos that are away now offered: they may come back, or be started on demand.</summary>
    public ClusterOffers Offers => new(_everOffered.Count > 0, [.. _everOffered])
    {
        InForce = _inForce.All,
        Shortfalls = [.. _bestFits.Where(fit => !fit.Value.Ever).Select(fit => new ModelShortfall(fit.Key.Stage, fit.Key.Engine, fit.Key.Model, fit.Value.NeededBytes, fit.Value.TotalBytes))],
    };

    public ImmutableArray<SiloSnapshot> Silos
        => [.. _silos.Values.Where(silo => silo.Report is not null)
            .Select(silo => new SiloSnapshot(silo.Address, silo.SlotCount, silo.BusyCount, silo.Report!.Draining, silo.Granted)
            {
                Spot = silo.Report.Spot,
                GpuLoad = silo.Report.GpuLoad,
                CpuLoad = silo.Report.CpuLoad,
                Weight = silo.Report.Weight,
                FreeMemoryBytes = silo.Report.FreeMemoryBytes,
                TotalMemoryBytes = silo.Report.TotalMemoryBytes,
                WarmModels = silo.Report.WarmModels,
                OutReason = silo.Breaker.Reason,
                TriedAt = silo.Breaker.TriedAt,
            })];

    /// <summary>Silos that reported, by state.</summary>
    public SiloCounts CountSilos(bool spot)
    {
        var (ready, draining, taken) = (0, 0, 0);
        foreach (var silo in _silos.Values)
        {
            if (silo.Report is not { } report || report.Spot != spot) continue;
            if (report.Draining) draining++;
            else if (silo.Breaker.Reason is null) ready++;
            else taken++;
        }

        return new SiloCounts(ready, draining, taken);
    }

    /// <summary>Silos with these offers can be started.</summary>
    public void Expect(IReadOnlyCollection<EngineOffer> offers)
    {
        _everOffered.UnionWith(offers);
        _inForce.Expect(offers);
    }

    /// <summary>Takes an idle silo out of the choice for a while: long enough to be told to stop. False: it holds a lease or runs a stage.</summary>
    public bool TryRetire(string address, DateTimeOffset now)
    {
        if (!_silos.TryGetValue(address, out var silo)) return true;
        if (silo.Leases.Count > 0 || silo.BusyCount > 0) return false;
        silo.RetiredUntil = now + RetireFor;
        _free.Update(silo);
        return true;
    }

    /// <summary>Takes a report in. Returns the leases that the silo holds without right.</summary>
    public ImmutableArray<Guid> Apply(GpuSiloReport report, DateTimeOffset now)
    {
        if (!_silos.TryGetValue(report.Silo, out var silo)) _silos.Add(report.Silo, silo = NewEntry(report.Silo));
        if (silo.Report is { } last && report.Sequence <= last.Sequence) return [];
        var kind = _free.KindOf(report, silo.Kind);
        if (silo.Report?.TotalMemoryBytes != report.TotalMemoryBytes || (kind != silo.Kind && silo.Kind?.Offers.SequenceEqual(kind.Offers) != true))
        {
            _inForce.Replace(silo.Report?.Offers ?? [], report.Offers);
            Learn(report);
        }

        silo.Update(report, kind, now);
        silo.Breaker.Examine(report.Problem, now);
        foreach (var ended in report.Ended)
        {
            silo.Breaker.Ended(ended, now);
            Remove(ended.Id, now);
        }

        ImmutableArray<Guid> revoked = [];
        foreach (var lease in report.Held)
        {
            if (!Renew(silo, lease, now)) revoked = revoked.Add(lease.Id);
        }

        if (silo.Leases.Count > 0) ForgetUnlisted(silo, report.Held, now);
        _free.Update(silo);
        return revoked;
    }

    /// <summary>Whether a slot is free for the demand now.</summary>
    public bool CanRun(StageDemand demand, DateTimeOffset now)
    {
        foreach (var group in _free.Serving(demand))
        {
            if (FirstOf(group, demand, avoid: null, now) is not null) return true;
        }

        return false;
    }

    /// <summary>Grants the best free slot, in the order of <see cref="SiloRank"/>; null: none is free. O(kinds of silos), if what is free also fits.</summary>
    public GpuSlotLease? TryGrant(StageTicket ticket, Guid leaseId, DateTimeOffset now)
    {
        if (_byJob.ContainsKey(ticket.JobId)) return null;
        (SiloEntry Silo, GpuSlotReport Slot, SiloRank Rank)? best = null;
        foreach (var group in _free.Serving(ticket.Demand))
        {
            if (FirstOf(group, ticket.Demand, ticket.Avoid, now) is not var (silo, slot)) continue;
            var rank = SiloRank.Of(silo, ticket, choice.ColdLoad);
            if (best is null || rank.CompareTo(best.Value.Rank) < 0) best = (silo, slot, rank);
        }

        if (best is not { } chosen) return null;
        var lease = new GpuSlotLease(leaseId, ticket.JobId, ticket.Demand.Stage, chosen.Silo.Address, chosen.Slot.Slot);
        Add(new LeaseEntry(lease, LeaseState.Starting, now + options.LeaseDuration) { Demand = ticket.Demand, Began = now, OffPeak = ticket.OffPeak }, chosen.Silo);
        chosen.Silo.Reserve(lease.Slot, lease.Id);
        chosen.Silo.Granted++;
        chosen.Silo.Breaker.Granted(lease.Id);
        _free.Update(chosen.Silo);
        return lease;
    }

    /// <summary>A job does not want its lease (any more). The silo is told to stop if it works on it.</summary>
    public void Release(Guid leaseId, DateTimeOffset now)
    {
        if (Remove(leaseId, now) is not null) _lost[leaseId] = (now, WithSilo: false);
    }

    /// <summary>The silo did not take a lease: its slot is not granted again before its next report.</summary>
    public void Block(GpuSlotLease lease)
    {
        if (!_silos.TryGetValue(lease.Silo, out var silo)) return;
        silo.Block(lease.Slot);
        _free.Update(silo);
    }

    /// <summary>A running job states its lease, which is lost unless the silo's reports list it in time. Not null: it is known to be lost.</summary>
    public LostLease? Claim(GpuSlotLease lease, DateTimeOffset now)
    {
        if (_lost.TryGetValue(lease.Id, out var lost)) return new LostLease(lease, lost.WithSilo ? "the silo is gone" : "the lease was given up", lost.WithSilo);
        if (_leases.ContainsKey(lease.Id)) return null;
        if (_byJob.TryGetValue(lease.JobId, out var other)) Release(other.Lease.Id, now);
        if (!_silos.TryGetValue(lease.Silo, out var silo))
        {
            _silos.Add(lease.Silo, silo = NewEntry(lease.Silo));
            silo.LastHeard = now;
        }

        Add(new LeaseEntry(lease, LeaseState.Claimed, now + options.LeaseDuration) { Began = now }, silo);
        return null;
    }

    /// <summary>Gives up silos that fell silent and leases that nobody renewed.</summary>
    public IReadOnlyList<LostLease> Expire(DateTimeOffset now)
    {
        List<LostLease> lost = [];
        foreach (var silo in _silos.Values.Where(silo => now - silo.LastHeard > options.LeaseDuration).ToArray())
            lost.AddRange(RemoveSilo(silo.Address, $"no report for {(now - silo.LastHeard).TotalSeconds:F0} s", now));
        foreach (var entry in _leases.Values.Where(entry => entry.Expires < now).ToArray())
        {
            Release(entry.Lease.Id, now);
            lost.Add(new LostLease(entry.Lease, "the silo did not take the lease up", SiloLost: false));
        }

        foreach (var silo in _silos.Values.Where(silo => silo.RetiredUntil <= now))
        {
            silo.RetiredUntil = null;
            _free.Update(silo);
        }

        foreach (var (lease, (since, _)) in _lost)
        {
            if (now - since > RememberLost) _lost.Remove(lease);
        }

        return lost;
    }

    /// <summary>Gives up a silo that is known to be gone.</summary>
    public IReadOnlyList<LostLease> RemoveSilo(string address, string reason, DateTimeOffset now)
    {
        if (!_silos.Remove(address, out var silo)) return [];
        _free.Remove(silo);
        _inForce.Replace(silo.Report?.Offers ?? [], []);
        var lost = silo.Leases.Select(id => new LostLease(_leases[id].Lease, reason, SiloLost: true)).ToArray();
        foreach (var entry in lost)
        {
            if (_leases.Remove(entry.Lease.Id, out var gone) && gone.OffPeak) OffPeakLeaseCount--;
            _byJob.Remove(entry.Lease.JobId);
            _lost[entry.Lease.Id] = (now, WithSilo: true);
        }

        return lost;
    }

    private SiloEntry NewEntry(string address) => new(address, new SiloBreaker(choice));

    private bool Renew(SiloEntry silo, HeldLease held, DateTimeOffset now)
    {
        if (_lost.ContainsKey(held.Id)) return false;
        if (!_leases.TryGetValue(held.Id, out var entry))
        {
            // After a restart of the queue the silos know better than it does; a job that has another lease by now knows best.
            if (_byJob.ContainsKey(held.JobId)) return false;
            entry = new LeaseEntry(new GpuSlotLease(held.Id, held.JobId, held.Demand.Stage, silo.Address, held.Slot), LeaseState.Running, default);
            Add(entry, silo);
        }

        entry.State = held.OccupiesSlot ? LeaseState.Running : LeaseState.Delivering;
        (entry.Demand, entry.Began) = (held.Demand, now - held.Elapsed);
        entry.Expires = now + options.LeaseDuration;
        silo.Release(entry.Lease.Slot, entry.Lease.Id);
        return true;
    }

    // A lease that was listed before and is not any more has ended; one that was never listed may still be on its way.
    private void ForgetUnlisted(SiloEntry silo, ImmutableArray<HeldLease> held, DateTimeOffset now)
    {
        List<Guid>? gone = null;
        foreach (var id in silo.Leases)
        {
            if (_leases[id].State is LeaseState.Running or LeaseState.Delivering && !Lists(held, id)) (gone ??= []).Add(id);
        }

        foreach (var id in gone ?? []) Remove(id, now);
    }

    private static bool Lists(ImmutableArray<HeldLease> held, Guid id)
    {
        foreach (var lease in held.AsSpan())
        {
            if (lease.Id == id) return true;
        }

        return false;
    }

    private void Add(LeaseEntry entry, SiloEntry silo)
    {
        _leases.Add(entry.Lease.Id, entry);
        if (entry.OffPeak) OffPeakLeaseCount++;
        _byJob.Add(entry.Lease.JobId, entry);
        silo.Leases.Add(entry.Lease.Id);
    }

    private LeaseEntry? Remove(Guid leaseId, DateTimeOffset now)
    {
        if (!_leases.Remove(leaseId, out var entry)) return null;
        if (entry.OffPeak) OffPeakLeaseCount--;
        _byJob.Remove(entry.Lease.JobId);
        var silo = _silos[entry.Lease.Silo];
        silo.Leases.Remove(leaseId);
        silo.Breaker.Released(leaseId, now);
        silo.Release(entry.Lease.Slot, leaseId);
        _free.Update(silo);
        return entry;
    }
}
