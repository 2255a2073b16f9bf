using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

/// <summary>Places and waits that are told in advance, against what then happens.</summary>
public sealed class WaitEstimatorTests
{
    private const double ShapeSeconds = 50;
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly StageDemand Shape = new(GenerationStage.Shape, "simulated", null);
    private static readonly StageDemand Texture = new(GenerationStage.Texture, "simulated", null);

    private readonly PriorityLanes _lanes = new(new PriorityLanesOptions());
    private readonly GpuSlotTable _slots = new(new GpuSlotTableOptions(), new SiloChoiceOptions());
    private readonly StageTimes _times = new();
    private readonly WaitEstimator _waits;

    public WaitEstimatorTests() => _waits = new WaitEstimator(_lanes, _slots, _times, new OffPeakGate(new OffPeakOptions()));

    [Fact]
    public void PlaceOf_NothingMeasured_PositionIsKnownAndTheWaitIsNot()
    {
        _slots.Apply(new SlotSilo("a", 1).Report(), Start);
        for (var i = 0; i < 3; i++) _lanes.Add(PriorityLanesTests.Ticket($"job{i}", at: i));
        var place = _waits.PlaceOf("job2", Start)!;
        Assert.Equal((3, null, WaitReason.Device), (place.Position, place.Wait, place.Reason));
        Assert.Null(_waits.PlaceOf("other", Start));
    }

    [Fact]
    public void PlaceOf_NoSilo_SaysWhatItWaitsFor()
    {
        _lanes.Add(PriorityLanesTests.Ticket("job"));
        Assert.Equal(WaitReason.Silo, _waits.PlaceOf("job", Start)!.Reason);
    }

    [Fact]
    public void PlaceOf_TexturesOnTheSameSlots_AreCountedAndOthersAreNot()
    {
        _slots.Apply(new SlotSilo("a", 1).Report(), Start);
        _slots.Apply(new SlotSilo("b", 1) { Stages = [GenerationStage.Texture] }.Report(), Start);
        _lanes.Add(PriorityLanesTests.Ticket("shape", at: 5));
        _lanes.Add(PriorityLanesTests.Ticket("texture", at: 0, stage: GenerationStage.Texture));
        _lanes.Add(PriorityLanesTests.Ticket("relief", at: 0, engine: "relief"));
        Assert.Equal(2, _waits.PlaceOf("shape", Start)!.Position);
    }

    /// <summary>Two slots, equal stages of 50 s, three users and two priorities, served by the very classes that told the places: every wait comes true.</summary>
    [Fact]
    public void PlaceOf_EqualStages_WaitsComeTrue()
    {
        var silos = new[] { new SlotSilo("a", 1), new SlotSilo("b", 1) };
        foreach (var silo in silos) _slots.Apply(silo.Report(), Start);
        _times.Add(Shape, ShapeSeconds);
        var now = Start;
        var started = new Dictionary<string, DateTimeOffset>();
        List<(DateTimeOffset End, SlotSilo Silo, GpuSlotLease Lease)> running = [];
        for (var i = 0; i < 2; i++)
        {
            now = Start.AddSeconds(10 * i);
            GrantAll($"first{i}");
        }

        for (var i = 0; i < 30; i++) _lanes.Add(PriorityLanesTests.Ticket($"job{i}", i % 5 == 0 ? GenerationPriority.Interactive : GenerationPriority.Standard, i, $"user{i % 3}"));
        var told = Enumerable.Range(0, 30).ToDictionary(i => $"job{i}", i => now + _waits.PlaceOf($"job{i}", now)!.Wait!.Value);
        while (started.Count < 30)
        {
            var next = running.MinBy(run => run.End);
            running.Remove(next);
            now = next.End;
            next.Silo.End(next.Lease.Id);
            _slots.Apply(next.Silo.Report(), now);
            GrantAll();
        }

        // Users who are equal in usage take turns in an order that is not said: at most one turn of each other user, on two slots one stage.
        Assert.All(told, job => Assert.InRange((started[job.Key] - job.Value).TotalSeconds, -ShapeSeconds - 0.1, ShapeSeconds + 0.1));
        Assert.InRange(told.Average(job => Math.Abs((started[job.Key] - job.Value).TotalSeconds)), 0, ShapeSeconds / 4);

        void GrantAll(string? first = null)
        {
            if (first is not null) _lanes.Add(PriorityLanesTests.Ticket(first));
            while (_lanes.TryTake(demand => _slots.CanRun(demand, now), now, out var ticket))
            {
                var lease = _slots.TryGrant(ticket, Guid.NewGuid(), now)!;
                var silo = silos.Single(silo => silo.Address == lease.Silo);
                silo.TryStart(lease);
                started[ticket.JobId] = now;
                if (first is not null) started.Remove(first);
                running.Add((now.AddSeconds(ShapeSeconds), silo, lease));
            }
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 10)]
    [InlineData(100, 15)]
    public void PlaceOf_LongerWait_IsLookedAtLessOften(int ahead, int pauseSeconds)
    {
        _slots.Apply(new SlotSilo("a", 1).Report(), Start);
        _times.Add(Shape, ShapeSeconds);
        for (var i = 0; i <= ahead; i++) _lanes.Add(PriorityLanesTests.Ticket($"job{i}", at: i));
        Assert.Equal(TimeSpan.FromSeconds(pauseSeconds), _waits.PlaceOf($"job{ahead}", Start)!.LookAgain);
    }

    [Fact]
    public void StageTimes_PaceChanges_MeanFollowsAndOtherModelsAreGuessed()
    {
        for (var i = 0; i < 10; i++) _times.Add(Shape, 100);
        for (var i = 0; i < 10; i++) _times.Add(Shape, 50);
        Assert.InRange(_times.Of(Shape)!.Value, 50, 56);
        Assert.Equal(_times.Of(Shape), _times.Of(Shape with { Model = "another" }));
        Assert.Null(_times.Of(Texture));
    }
}
