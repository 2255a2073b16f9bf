using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

/// <summary>
/// One random history of the whole queue: bounds, lanes, off-peak gate and slot table together, with silos that come, fail jobs, drain and die. Checked after every event: an accepted
/// job is in exactly one place (it waits, is leased, or has ended), new jobs are accepted only within the bounds and exactly then, no slot is free while somebody who may waits for it,
/// nobody overdue is passed over longer than the ageing rule says; and in the end everybody has been served.
/// </summary>
internal sealed class SchedulingHistory
{
    private const int MaxWaiting = 60;
    private const int MaxPerUser = 25;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    private readonly EventChoices _random = new();
    private readonly PriorityLanesOptions _laneOptions = new() { OverdueAfter = TimeSpan.FromSeconds(60), OverdueShare = 4 };
    private readonly QueueBounds _bounds = new(new QueueBoundsOptions { MaxWaiting = MaxWaiting, MaxWaitingPerUser = MaxPerUser });
    private readonly OffPeakGate _gate = new(new OffPeakOptions { From = new(1, 0), To = new(1, 10), IdleFor = TimeSpan.FromSeconds(20) });
    private readonly GpuSlotTable _table = new(
        new GpuSlotTableOptions { LeaseDuration = Duration }, new SiloChoiceOptions { FailuresUntilOut = 2, OutFor = TimeSpan.FromSeconds(5), LongestOut = TimeSpan.FromSeconds(20) });
    private readonly PriorityLanes _lanes;
    private readonly List<SlotSilo> _silos = [new("silo0", 2)];
    private readonly Dictionary<string, StageTicket> _waiting = [];
    private readonly Dictionary<string, GpuSlotLease> _leased = [];
    private readonly Dictionary<string, StageTicket> _tickets = [];
    private DateTimeOffset _now = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _ended;
    private int _sinceOverdue;

    public SchedulingHistory() => _lanes = new PriorityLanes(_laneOptions);

    public void Run(int[] events)
    {
        foreach (var number in events)
        {
            _random.Begin(number);
            _now = _now.AddSeconds(_random.NextDouble() * 0.5);
            Step();
            GrantAll();
            Check();
        }

        Settle();
    }

    private void Step()
    {
        switch (_random.Next(16))
        {
            case < 5:
                Submit();
                break;
            case 5 when _silos.Count < 5:
                _silos.Add(new SlotSilo($"silo{_now.Ticks}", 1 + _random.Next(2)) { Spot = _random.Next(2) == 0 });
                break;
            case 6 when _silos.Count > 1 && _random.Next(3) == 0:
                Kill(Pick(_silos));
                break;
            case 7 when _waiting.Count > 0:
                Cancel(Pick([.. _waiting.Keys]));
                break;
            case 8:
                foreach (var lost in _table.Expire(_now)) Requeue(lost.Lease);
                break;
            case 9:
                Pick(_silos).Problem = _random.Next(3) == 0 ? "hot" : null;
                break;
            case < 13:
                End(_random.Next(6) == 0 ? StageEnd.Failed : StageEnd.Completed);
                break;
            default:
                Report(Pick(_silos));
                break;
        }
    }

    private void Submit()
    {
        var offPeak = _random.Next(6) == 0;
        var ticket = PriorityLanesTests.Ticket($"job{_tickets.Count}", (GenerationPriority)_random.Next(3), user: $"user{_random.Next(4)}") with { Submitted = _now, OffPeak = offPeak, Held = offPeak };
        var ofUser = _waiting.Values.Count(other => other.User == ticket.User);
        var verdict = _bounds.Check(_lanes.CountOf(ticket.User), _lanes.Count, unaccounted: 0);
        Assert.Equal(ofUser < MaxPerUser && _waiting.Count < MaxWaiting, verdict == QueueVerdict.Admitted);
        if (verdict != QueueVerdict.Admitted) return;
        _tickets.Add(ticket.JobId, ticket);
        Wait(ticket);
    }

    private void GrantAll()
    {
        _gate.Observe(_lanes.AnyUnheld || _table.LeaseCount > _table.OffPeakLeaseCount, _now);
        _lanes.HeldMayGo = _gate.IsOpen(_now);
        while (_lanes.TryTake(demand => _table.CanRun(demand, _now), _now, out var ticket))
        {
            Assert.True(_waiting.Remove(ticket.JobId));
            Assert.True(!ticket.Held || _lanes.HeldMayGo);
            CheckAgeing(ticket);
            var lease = _table.TryGrant(ticket, Guid.NewGuid(), _now)!;
            var silo = _silos.Find(silo => silo.Address == lease.Silo);
            // A silo that died may not be noticed yet: then the lease expires.
            if (silo is null || silo.TryStart(lease))
            {
                _leased.Add(ticket.JobId, lease);
                continue;
            }

            _table.Block(lease);
            _table.Release(lease.Id, _now);
            Wait(ticket);
        }
    }

    /// <summary>While anybody of a lower priority is overdue, one grant of every few goes to such a priority: so none starves.</summary>
    private void CheckAgeing(StageTicket granted)
    {
        var mayGo = _waiting.Values.Append(granted).Where(ticket => !ticket.Held || _lanes.HeldMayGo).ToList();
        var highest = mayGo.Max(ticket => ticket.Priority);
        var overdue = mayGo.Where(ticket => ticket.Priority < highest && _now - ticket.Submitted >= _laneOptions.OverdueAfter).ToList();
        _sinceOverdue = overdue.Count == 0 || granted.Priority < highest ? 0 : _sinceOverdue + 1;
        Assert.True(_sinceOverdue < _laneOptions.OverdueShare, $"{overdue.Count} overdue tickets were passed over {_sinceOverdue} times");
        if (granted.Priority < highest) Assert.Contains(overdue, ticket => ticket.Priority == granted.Priority);
        // First submitted first within a user, whoever's turn it is.
        var own = mayGo.Where(ticket => (ticket.User, ticket.Priority, ticket.Held) == (granted.User, granted.Priority, granted.Held));
        Assert.Equal(own.MinBy(ticket => (ticket.Submitted, ticket.JobId)), granted);
    }

    private void End(StageEnd how)
    {
        var working = _silos.Where(silo => silo.Held.Count > 0).ToList();
        if (working.Count == 0) return;
        var silo = Pick(working);
        var held = Pick([.. silo.Held]);
        silo.End(held.Id, how);
        // The outcome of a lease that is no longer the job's is fenced off.
        if (!_leased.TryGetValue(held.JobId, out var lease) || lease.Id != held.Id) return;
        _leased.Remove(held.JobId);
        if (how == StageEnd.Completed)
        {
            _ended++;
            return;
        }

        // Every attempt's next ticket comes while the queue may not have heard yet of the end of the one before.
        _table.Release(held.Id, _now);
        Wait(_tickets[held.JobId] with { Held = false, Avoid = silo.Address });
    }

    private void Report(SlotSilo silo)
    {
        var report = silo.Report();
        foreach (var revoked in _table.Apply(report, _now)) silo.End(revoked, StageEnd.Void);
        if (_random.Next(10) > 0) silo.Acknowledge(report);
    }

    private void Kill(SlotSilo silo)
    {
        _silos.Remove(silo);
        if (_random.Next(2) > 0) return;
        foreach (var lost in _table.RemoveSilo(silo.Address, "dead", _now)) Requeue(lost.Lease);
    }

    private void Requeue(GpuSlotLease lease)
    {
        if (_leased.TryGetValue(lease.JobId, out var held) && held.Id == lease.Id && _leased.Remove(lease.JobId)) Wait(_tickets[lease.JobId] with { Held = false });
    }

    private void Cancel(string job)
    {
        Assert.True(_lanes.Remove(job));
        _waiting.Remove(job);
        _ended++;
    }

    private void Wait(StageTicket ticket)
    {
        if (_table.LeaseOf(ticket.JobId) is { } known) _table.Release(known.Lease.Id, _now);
        _lanes.Add(ticket);
        _waiting.Add(ticket.JobId, ticket);
    }

    private void Check()
    {
        Assert.Equal(_waiting.Count, _lanes.Count);
        Assert.Equal(_tickets.Count, _waiting.Count + _leased.Count + _ended);
        Assert.All(_waiting.Keys, job => Assert.True(_lanes.Contains(job) && _table.LeaseOf(job) is null));
        Assert.Equal(_leased.Values.Select(lease => lease.Id).Distinct().Count(), _leased.Count);
        var running = _silos.SelectMany(silo => silo.Held.Where(held => held.OccupiesSlot).Select(held => (silo.Address, held.Slot))).ToList();
        Assert.Equal(running.Count, running.Distinct().Count());
        if (_waiting.Values.Any(ticket => !ticket.Held)) Assert.False(_table.CanRun(_waiting.Values.First().Demand, _now));
    }

    /// <summary>With all silos well and nothing new, everybody is served.</summary>
    private void Settle()
    {
        foreach (var silo in _silos) silo.Problem = null;
        for (var round = 0; _waiting.Count + _leased.Count > 0; round++)
        {
            Assert.True(round < 1000, $"{_waiting.Count} wait and {_leased.Count} run without an end");
            _now = _now.AddSeconds(2);
            foreach (var lost in _table.Expire(_now)) Requeue(lost.Lease);
            foreach (var silo in _silos)
            {
                foreach (var held in silo.Held.ToArray())
                {
                    silo.End(held.Id);
                    if (_leased.TryGetValue(held.JobId, out var lease) && lease.Id == held.Id && _leased.Remove(held.JobId)) _ended++;
                }

                var report = silo.Report();
                _table.Apply(report, _now);
                silo.Acknowledge(report);
            }

            GrantAll();
        }

        Assert.Equal(_tickets.Count, _ended);
    }

    private T Pick<T>(List<T> items) => items[_random.Next(items.Count)];
}
