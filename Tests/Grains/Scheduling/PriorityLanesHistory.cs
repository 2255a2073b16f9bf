using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

/// <summary>One random history of a queue, checked after every event against a plain list of tickets.</summary>
internal sealed class PriorityLanesHistory
{
    private readonly EventChoices _random = new();
    private readonly PriorityLanesOptions _options = new() { OverdueAfter = TimeSpan.FromSeconds(300), OverdueShare = 4 };
    private readonly PriorityLanes _lanes;
    private readonly Dictionary<string, StageTicket> _waiting = [];
    private readonly FairnessChecker _fairness;
    private DateTimeOffset _now = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _grantsSinceOverdue;
    private int _jobs;

    public PriorityLanesHistory()
    {
        _options.UserWeights["user1"] = 2;
        (_lanes, _fairness) = (new PriorityLanes(_options), new FairnessChecker(_options));
    }

    public void Run(int[] events)
    {
        for (var i = 0; i < events.Length; i++)
        {
            _random.Begin(events[i]);
            _now = _now.AddSeconds(_random.NextDouble() * 4);
            switch (_random.Next(10))
            {
                case < 5: Add(); break;
                case 5: Withdraw(); break;
                default: Take(); break;
            }

            Assert.True(_waiting.Count == _lanes.Count, $"event {i}: {_lanes.Count} tickets instead of {_waiting.Count}");
        }

        while (_waiting.Count > 0) Take(all: true);
        Assert.Equal(0, _lanes.Count);
        Assert.Empty(_lanes.Demands);
    }

    private void Add()
    {
        // Sometimes a job's ticket again, with another stage.
        var again = _waiting.Count > 0 && _random.Next(8) == 0 ? _waiting.Values.ElementAt(_random.Next(_waiting.Count)) : null;
        var ticket = PriorityLanesTests.Ticket(
            again?.JobId ?? $"job{_jobs++}",
            (GenerationPriority)_random.Next(3),
            (_now - new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds - _random.Next(50),
            $"user{_random.Next(5)}",
            (GenerationStage)_random.Next(2),
            _random.Next(2) == 0 ? "relief" : "simulated");
        if (again is not null && _waiting.Remove(again.JobId)) _fairness.Remove(again);
        _fairness.Add(ticket);
        _waiting[ticket.JobId] = ticket;
        _lanes.Add(ticket);
    }

    private void Withdraw()
    {
        if (_waiting.Count == 0) return;
        var job = _waiting.Keys.ElementAt(_random.Next(_waiting.Count));
        _waiting.Remove(job, out var ticket);
        _fairness.Remove(ticket!);
        Assert.True(_lanes.Remove(job));
        Assert.False(_lanes.Remove(job));
    }

    private void Take(bool all = false)
    {
        var blocked = all ? -1 : _random.Next(5);
        bool CanRun(StageDemand demand) => blocked < 0 || (int)demand.Stage * 2 + demand.Engine.Length % 2 != blocked;
        var runnable = _waiting.Values.Where(ticket => CanRun(ticket.Demand)).ToList();
        var taken = _lanes.TryTake(CanRun, _now, out var actual);
        Assert.Equal(runnable.Count > 0, taken);
        if (!taken) return;

        var lane = runnable.Where(ticket => ticket.Priority == runnable.Max(other => other.Priority)).ToList();
        var overdue = runnable.Where(ticket => ticket.Priority < lane[0].Priority && _now - ticket.Submitted >= _options.OverdueAfter).Select(ticket => ticket.Priority).ToHashSet();
        _grantsSinceOverdue = overdue.Count == 0 ? 0 : _grantsSinceOverdue + 1;
        if (_grantsSinceOverdue >= _options.OverdueShare)
        {
            Assert.Contains(actual!.Priority, overdue);
            _grantsSinceOverdue = 0;
        }
        else
        {
            Assert.Equal(lane[0].Priority, actual!.Priority);
        }

        // First submitted first within user, priority and demand.
        var own = runnable.Where(ticket => (ticket.User, ticket.Priority, ticket.Demand) == (actual.User, actual.Priority, actual.Demand));
        Assert.Equal(own.MinBy(ticket => (ticket.Submitted, ticket.JobId)), actual);
        _fairness.Serve(actual);
        _waiting.Remove(actual.JobId);
    }
}
