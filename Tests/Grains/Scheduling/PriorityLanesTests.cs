using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

public sealed class PriorityLanesTests
{
    private static readonly IReadOnlySet<StageDemand> NoRivals = new HashSet<StageDemand>();
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TryTake_MixedPriorities_HighestFirstThenOldest()
    {
        var lanes = new PriorityLanes(new PriorityLanesOptions());
        lanes.Add(Ticket("a", GenerationPriority.Batch, at: 0));
        lanes.Add(Ticket("b", GenerationPriority.Standard, at: 2));
        lanes.Add(Ticket("c", GenerationPriority.Interactive, at: 3));
        lanes.Add(Ticket("d", GenerationPriority.Standard, at: 1));
        Assert.Equal(["c", "d", "b", "a"], Drain(lanes));
    }

    [Fact]
    public void TryTake_OneUserFloods_OthersGetTheirShare()
    {
        var lanes = new PriorityLanes(new PriorityLanesOptions());
        for (var i = 0; i < 100; i++) lanes.Add(Ticket($"flood{i}", at: i, user: "flood"));
        lanes.Add(Ticket("ann", at: 200, user: "ann"));
        lanes.Add(Ticket("bob", at: 201, user: "bob"));
        Assert.Equal(["ann", "bob"], Drain(lanes).Take(3).Where(id => !id.StartsWith("flood", StringComparison.Ordinal)));
    }

    [Fact]
    public void TryTake_UserWasAway_EarnsNoCredit()
    {
        var lanes = new PriorityLanes(new PriorityLanesOptions());
        for (var i = 0; i < 50; i++) lanes.Add(Ticket($"a{i}", at: i, user: "ann"));
        for (var i = 0; i < 40; i++) Take(lanes);
        for (var i = 0; i < 10; i++) lanes.Add(Ticket($"b{i}", at: 100 + i, user: "bob"));
        var next = Drain(lanes).Take(10).Count(id => id[0] == 'b');
        Assert.InRange(next, 5, 6);
    }

    [Fact]
    public void TryTake_WeightedUser_GetsInProportion()
    {
        var options = new PriorityLanesOptions();
        options.UserWeights["big"] = 3;
        var lanes = new PriorityLanes(options);
        for (var i = 0; i < 400; i++)
        {
            lanes.Add(Ticket($"b{i}", at: i, user: "big"));
            lanes.Add(Ticket($"s{i}", at: i, user: "small"));
        }

        var big = Drain(lanes).Take(400).Count(id => id[0] == 'b');
        Assert.InRange(big, 298, 302);
    }

    [Fact]
    public void TryTake_OverdueBatch_GetsOneOfEightUntilServed()
    {
        var lanes = new PriorityLanes(new PriorityLanesOptions { OverdueAfter = TimeSpan.FromSeconds(10), OverdueShare = 8 });
        for (var i = 0; i < 3; i++) lanes.Add(Ticket($"old{i}", GenerationPriority.Batch, at: i));
        for (var i = 0; i < 40; i++) lanes.Add(Ticket($"new{i}", GenerationPriority.Interactive, at: 20));
        var order = Drain(lanes, at: 30);
        Assert.Equal([7, 15, 23], new[] { "old0", "old1", "old2" }.Select(id => order.IndexOf(id)));
    }

    [Fact]
    public void TryTake_OverdueOfSeveralPriorities_TakeTurns()
    {
        var lanes = new PriorityLanes(new PriorityLanesOptions { OverdueAfter = TimeSpan.FromSeconds(10), OverdueShare = 2 });
        for (var i = 0; i < 3; i++)
        {
            lanes.Add(Ticket($"batch{i}", GenerationPriority.Batch, at: i));
            lanes.Add(Ticket($"standard{i}", at: 5 + i));
        }

        for (var i = 0; i < 40; i++) lanes.Add(Ticket($"new{i}", GenerationPriority.Interactive, at: 20));
        var order = Drain(lanes, at: 30).Where(id => !id.StartsWith("new", StringComparison.Ordinal));
        Assert.Equal(["standard0", "batch0", "standard1", "batch1", "standard2", "batch2"], order);
    }

    /// <summary>What ageing gives to batch work is shared by its users, however much each asks for and whoever asked first.</summary>
    [Fact]
    public void TryTake_OverdueFloodOfOneUser_OthersGetTheirShare()
    {
        var lanes = new PriorityLanes(new PriorityLanesOptions { OverdueAfter = TimeSpan.FromSeconds(10), OverdueShare = 2 });
        for (var i = 0; i < 100; i++) lanes.Add(Ticket($"flood{i}", GenerationPriority.Batch, at: 0, user: "flood"));
        for (var i = 0; i < 5; i++) lanes.Add(Ticket($"ann{i}", GenerationPriority.Batch, at: 1 + i, user: "ann"));
        for (var i = 0; i < 40; i++) lanes.Add(Ticket($"new{i}", GenerationPriority.Interactive, at: 20, user: "eve"));
        var batch = Drain(lanes, at: 30).Where(id => !id.StartsWith("new", StringComparison.Ordinal)).Take(10);
        Assert.Equal(5, batch.Count(id => id.StartsWith("ann", StringComparison.Ordinal)));
    }

    /// <summary>Two pools of silos that never want the same work, one a hundred times as fast: who comes to the slow one, or was served in the fast one, is not held up by that.</summary>
    [Theory]
    [InlineData("new")]
    [InlineData("fast")]
    public void TryTake_LanesOfDifferentSpeed_HaveClocksOfTheirOwn(string user)
    {
        var lanes = new PriorityLanes(new PriorityLanesOptions());
        for (var i = 0; i < 1000; i++) lanes.Add(Ticket($"f{i}", at: i, user: "fast"));
        for (var i = 0; i < 100; i++) lanes.Add(Ticket($"s{i}", at: i, user: "slow", stage: GenerationStage.Texture));
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(lanes.TryTake(demand => demand.Stage == GenerationStage.Shape, Start, out _));
            if (i % 100 == 0) Assert.True(lanes.TryTake(demand => demand.Stage == GenerationStage.Texture, Start, out _));
        }

        for (var i = 0; i < 10; i++) lanes.Add(Ticket($"x{i}", at: 2000 + i, user: user, stage: GenerationStage.Texture));
        Assert.InRange(Drain(lanes).Take(10).Count(id => id[0] == 'x'), 4, 6);
    }

    [Fact]
    public void TryTake_UserOfTwoPriorities_HasASharePerPriority()
    {
        var lanes = new PriorityLanes(new PriorityLanesOptions());
        for (var i = 0; i < 50; i++) lanes.Add(Ticket($"i{i}", GenerationPriority.Interactive, at: i, user: "ann"));
        for (var i = 0; i < 50; i++) Take(lanes);
        for (var i = 0; i < 10; i++)
        {
            lanes.Add(Ticket($"a{i}", at: 100 + i, user: "ann"));
            lanes.Add(Ticket($"b{i}", at: 100 + i, user: "bob"));
        }

        Assert.InRange(Drain(lanes).Take(10).Count(id => id[0] == 'a'), 5, 5);
    }

    [Fact]
    public void TryTake_NoSlotForItsDemand_IsPassedOver()
    {
        var lanes = new PriorityLanes(new PriorityLanesOptions());
        lanes.Add(Ticket("shape", GenerationPriority.Interactive, at: 0));
        lanes.Add(Ticket("texture", GenerationPriority.Batch, at: 1, stage: GenerationStage.Texture));
        Assert.True(lanes.TryTake(demand => demand.Stage == GenerationStage.Texture, Start, out var ticket));
        Assert.Equal("texture", ticket.JobId);
        Assert.False(lanes.TryTake(_ => false, Start, out _));
    }

    [Fact]
    public void Add_SecondTicketOfAJob_ReplacesTheFirst()
    {
        var lanes = new PriorityLanes(new PriorityLanesOptions());
        lanes.Add(Ticket("a", GenerationPriority.Batch, at: 0));
        lanes.Add(Ticket("b", at: 1));
        lanes.Add(Ticket("a", GenerationPriority.Interactive, at: 0));
        Assert.Equal(2, lanes.Count);
        Assert.Equal(["a", "b"], Drain(lanes));
    }

    [Fact]
    public void PositionOf_FairShare_IsTheOrderOfService()
    {
        var lanes = new PriorityLanes(new PriorityLanesOptions());
        for (var i = 0; i < 5; i++) lanes.Add(Ticket($"ann{i}", at: i, user: "ann"));
        for (var i = 0; i < 2; i++) lanes.Add(Ticket($"bob{i}", at: 10 + i, user: "bob"));
        lanes.Add(Ticket("eve", GenerationPriority.Interactive, at: 20, user: "eve"));
        var positions = new[] { "ann0", "ann1", "ann2", "ann3", "ann4", "bob0", "bob1", "eve" }.ToDictionary(id => id, id => lanes.AheadOf(id, NoRivals) + 1);
        var order = Drain(lanes);
        Assert.Equal(1, positions["eve"]);
        // Users who are equal in usage take turns; who of them begins is not said, so a place may be off by one for each other user.
        Assert.All(order, id => Assert.InRange(positions[id], order.IndexOf(id) + 1 - 1, order.IndexOf(id) + 1 + 1));
        Assert.Null(lanes.Find("ann0"));
    }

    /// <summary>Random histories against a model that looks at every ticket.</summary>
    [Fact]
    public void History_Random_NothingLostNothingStarvesAndTheOrderHolds()
    {
        RandomHistories.Check(histories: 20, events: 2500, history => new PriorityLanesHistory().Run(history));
    }

    [Fact]
    public void History_LastingOverload_UsersOfEveryPriorityAreTreatedAlike()
        => RandomHistories.Check(histories: 20, events: 2000, history => new OverloadHistory().Run(history));

    /// <summary>Bounds, lanes, gate and slots together.</summary>
    [Fact]
    public void History_WholeQueue_NothingIsLostOrRunTwiceAndEverybodyIsServed()
        => RandomHistories.Check(histories: 20, events: 2000, history => new SchedulingHistory().Run(history));

    internal static StageTicket Ticket(
        string job, GenerationPriority priority = GenerationPriority.Standard, double at = 0, string user = "ann", GenerationStage stage = GenerationStage.Shape, string engine = "simulated") => new()
        {
            JobId = job,
            Demand = new StageDemand(stage, engine, null),
            User = user,
            Priority = priority,
            Submitted = Start.AddSeconds(at),
        };

    private static string Take(PriorityLanes lanes, double at = 0)
        => lanes.TryTake(_ => true, Start.AddSeconds(at), out var ticket) ? ticket.JobId : throw new InvalidOperationException("empty");

    private static List<string> Drain(PriorityLanes lanes, double at = 0)
    {
        var order = new List<string>();
        while (lanes.Count > 0) order.Add(Take(lanes, at));
        return order;
    }
}
