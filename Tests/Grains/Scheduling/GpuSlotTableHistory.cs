using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

/// <summary>
/// One random history of silos, jobs and the slot table between them. Checked: no slot runs two stages, no job has two leases, a lease ends exactly
/// once (ended, declined or lost), a silo's leases are lost once it is silent for longer than their duration, and free slots are found in the end.
/// </summary>
internal sealed class GpuSlotTableHistory
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    private readonly EventChoices _random = new();
    private readonly GpuSlotTable _table = new(new GpuSlotTableOptions { LeaseDuration = Duration }, new SiloChoiceOptions());
    private readonly List<SlotSilo> _silos = [];
    private readonly Dictionary<string, DateTimeOffset> _lastReport = [];
    private readonly Dictionary<string, GpuSlotLease> _leaseOfJob = [];
    private readonly HashSet<Guid> _finished = [];
    private readonly List<GpuSiloReport> _delayed = [];
    private DateTimeOffset _now = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _jobs;
    private int _names;

    public void Run(int[] events)
    {
        for (var i = 0; i < events.Length; i++)
        {
            _random.Begin(events[i]);
            _now = _now.AddSeconds(_random.NextDouble() * 0.4);
            Step();
            Check();
            if (i % 50 == 0) Forget();
        }

        Settle();
        Assert.All(_silos.Where(silo => silo.IsFree(0)), _ => Assert.True(_table.CanRun(new StageDemand(GenerationStage.Shape, "simulated", null), _now)));
    }

    // Reports arrive again for as long as it takes until a lease that never reached its silo is given up.
    private void Settle()
    {
        foreach (var silo in _silos) silo.Draining = false;
        for (var passed = TimeSpan.Zero; passed <= 2 * Duration; passed += Duration / 2)
        {
            foreach (var silo in _silos) Arrive(silo, silo.Report());
            foreach (var lost in _table.Expire(_now)) Lose(lost.Lease);
            _now += Duration / 2;
        }
    }

    private void Step()
    {
        switch (_random.Next(20))
        {
            case 0 when _silos.Count < 6:
                _silos.Add(new SlotSilo($"silo{_names++}", 1 + _random.Next(3)));
                break;
            case 1 when _silos.Count > 3:
                Kill(Pick(_silos));
                break;
            case 2 when _silos.Count > 0:
                Pick(_silos).Draining ^= _random.Next(3) == 0;
                break;
            case 3 when _delayed.Count > 0:
                _table.Apply(_delayed[0], _now);
                _lastReport[_delayed[0].Silo] = _now;
                _delayed.RemoveAt(0);
                break;
            case 4 or 5:
                foreach (var lost in _table.Expire(_now)) Lose(lost.Lease);
                Assert.All(_leaseOfJob.Values.Where(lease => _table.LeaseOf(lease.JobId) is not null), lease => Assert.True(_now - _lastReport[lease.Silo] <= Duration));
                break;
            case < 12 when _silos.Count > 0:
                Report(Pick(_silos));
                break;
            case < 16:
                Grant();
                break;
            default:
                FinishOrEnd();
                break;
        }
    }

    private void Report(SlotSilo silo)
    {
        var report = silo.Report();
        // A report may overtake another one, or its answer may be lost.
        if (_random.Next(10) == 0)
        {
            _delayed.Add(report);
            return;
        }

        Arrive(silo, report);
    }

    private void Arrive(SlotSilo silo, GpuSiloReport report)
    {
        _lastReport[silo.Address] = _now;
        var revoked = _table.Apply(report, _now);
        if (_random.Next(10) > 0) silo.Acknowledge(report);
        foreach (var lease in revoked)
        {
            Assert.DoesNotContain(_leaseOfJob.Values, held => held.Id == lease);
            silo.End(lease);
        }
    }

    private void Grant()
    {
        var job = $"job{_jobs++}";
        var ticket = PriorityLanesTests.Ticket(job, (GenerationPriority)_random.Next(3), stage: (GenerationStage)_random.Next(2));
        var could = _table.CanRun(ticket.Demand, _now);
        var lease = _table.TryGrant(ticket, Guid.NewGuid(), _now);
        Assert.Equal(could, lease is not null);
        if (lease is null) return;
        _leaseOfJob.Add(job, lease);
        var silo = _silos.Find(silo => silo.Address == lease.Silo);
        // The grant may find its silo dead, draining or busy, be declined by the job, or never arrive.
        if (silo is null || _random.Next(12) == 0) return;
        if (_random.Next(12) == 0 || !silo.TryStart(lease))
        {
            _table.Block(lease);
            _table.Release(lease.Id, _now);
            Finish(lease);
        }
    }

    private void FinishOrEnd()
    {
        var working = _silos.Where(silo => silo.Held.Count > 0).ToList();
        if (working.Count == 0) return;
        var silo = Pick(working);
        var held = Pick([.. silo.Held]);
        if (held.OccupiesSlot) silo.Finish(held.Id);
        if (_random.Next(3) == 0) return;
        silo.End(held.Id);
        if (_leaseOfJob.TryGetValue(held.JobId, out var lease) && lease.Id == held.Id) Finish(lease);
    }

    private void Kill(SlotSilo silo)
    {
        _silos.Remove(silo);
        if (_random.Next(2) == 0)
        {
            foreach (var lost in _table.RemoveSilo(silo.Address, "test", _now)) Lose(lost.Lease);
        }
    }

    // A lease whose job already ended it may still be lost by the table, which only then hears of it.
    private void Lose(GpuSlotLease lease)
    {
        if (_leaseOfJob.TryGetValue(lease.JobId, out var held) && held.Id == lease.Id) Finish(lease);
        Assert.Null(_table.LeaseOf(lease.JobId));
    }

    private void Finish(GpuSlotLease lease)
    {
        Assert.True(_finished.Add(lease.Id), $"lease of {lease.JobId} ended twice");
        _leaseOfJob.Remove(lease.JobId);
    }

    private void Check()
    {
        var reserved = new HashSet<(string, int)>();
        foreach (var lease in _leaseOfJob.Values)
        {
            var entry = _table.LeaseOf(lease.JobId);
            if (entry is null) continue;
            Assert.Equal(lease.Id, entry.Lease.Id);
            if (entry.State is LeaseState.Starting or LeaseState.Running)
            {
                if (!reserved.Add((lease.Silo, lease.Slot))) Assert.Fail($"slot {lease.Slot} of {lease.Silo} has two leases");
            }

            Assert.True(entry.Expires <= _now + Duration);
        }

        foreach (var silo in _table.Silos) Assert.True(silo.Busy >= 0 && silo.Busy <= silo.Slots);
    }

    // Leases that neither the table nor a silo knows any more are history.
    private void Forget()
    {
        var held = _silos.SelectMany(silo => silo.Held).Select(lease => lease.Id).ToHashSet();
        foreach (var lease in _leaseOfJob.Values.Where(lease => _table.LeaseOf(lease.JobId) is null && !held.Contains(lease.Id)).ToArray())
            _leaseOfJob.Remove(lease.JobId);
    }

    private T Pick<T>(List<T> items) => items[_random.Next(items.Count)];
}
