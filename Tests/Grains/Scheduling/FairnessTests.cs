using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

/// <summary>What users get, on simulated time: four slots, stages of 40 to 60 s, the very classes that the queue runs.</summary>
public sealed class FairnessTests
{
    private const int Slots = 4;
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityLanes _lanes = new(new PriorityLanesOptions());
    private readonly PriorityQueue<StageTicket, double> _running = new();
    private readonly Dictionary<string, double> _startedAt = [];
    private readonly Random _random = new(1);
    private double _now;

    /// <summary>Users of equal priority with very different demand; shares are counted while all of them have something waiting.</summary>
    [Fact]
    public void Shares_EqualUsersWithUnequalBacklogs_AreWithinFivePercent()
    {
        string[] users = ["ann", "bob", "eve", "joe", "zoe"];
        for (var i = 0; i < users.Length; i++)
        {
            for (var job = 0; job < 200 * (i + 1); job++) _lanes.Add(Ticket($"{users[i]}-{job}", users[i]));
        }

        var seconds = users.ToDictionary(user => user, _ => 0.0);
        for (var grants = 0; grants < 900; grants++) seconds[Next(Slots).User] += 1;
        var mean = seconds.Values.Average();
        Assert.All(seconds, user => Assert.InRange(user.Value, 0.95 * mean, 1.05 * mean));
    }

    /// <summary>A thousand jobs of lower priority, and overdue at that, hold an interactive one up by what is left of one running stage.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    public void Flood_ThousandBatchJobs_DelaysAnInteractiveJobByOneStageAtMost(double sinceSeconds)
    {
        for (var job = 0; job < 1000; job++) _lanes.Add(Ticket($"flood-{job}", "flood", GenerationPriority.Batch));
        _now = sinceSeconds;
        for (var i = 0; i < 20; i++) Next(Slots);
        var shortest = _running.UnorderedItems.Min(run => run.Priority) - _now;
        var arrived = _now;
        _lanes.Add(Ticket("interactive", "ann", GenerationPriority.Interactive));
        while (!_startedAt.ContainsKey("interactive")) Next(Slots);
        Assert.Equal(arrived + shortest, _startedAt["interactive"], 6);
    }

    /// <summary>Waits until one of the slots is free, then gives it to the next ticket.</summary>
    private StageTicket Next(int slots)
    {
        if (_running.Count == slots && _running.TryDequeue(out _, out var ends)) _now = ends;
        Assert.True(_lanes.TryTake(_ => true, Start.AddSeconds(_now), out var ticket));
        _startedAt[ticket.JobId] = _now;
        _running.Enqueue(ticket, _now + 40 + 20 * _random.NextDouble());
        return ticket;
    }

    private StageTicket Ticket(string job, string user, GenerationPriority priority = GenerationPriority.Standard) => PriorityLanesTests.Ticket(job, priority, _now, user);
}
