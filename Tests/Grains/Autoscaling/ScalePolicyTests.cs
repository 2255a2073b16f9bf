using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Autoscaling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Autoscaling;

public sealed class ScalePolicyTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(50, 0)]
    [InlineData(51, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(5000, 2)]
    public void Decide_QueueAboveThreshold_AddsOneAndAboveTwiceTwo(int waiting, int added)
    {
        var decision = Decide(new AutoscalingOptions { Max = 10 }, waiting, [Silo("a", busy: 1)]);
        Assert.Equal(added, decision.Change);
        Assert.Contains($"{waiting} stages wait", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_NoSiloAndOneWaiting_StartsOneInsideTheCooldown()
    {
        var decision = new ScalePolicy(new AutoscalingOptions()).Decide(new ScaleSnapshot(Now, 1, [], LastIn: Now, LastOut: Now));
        Assert.Equal((ScaleAction.Out, 1, 0), (decision.Action, decision.OnDemand, decision.Spot));
    }

    [Fact]
    public void Decide_OneIsStartingForTheFirstJob_DoesNotStartAnother()
        => Assert.Equal(0, Decide(new AutoscalingOptions(), 1, [Silo("a", state: ScaledSiloState.Starting)]).Change);

    [Fact]
    public void Decide_IdleLongEnough_TakesTheIdleOneAndNotTheBusyOne()
    {
        var decision = Decide(new AutoscalingOptions(), 0, [Silo("busy", busy: 1), Silo("new", idle: TimeSpan.FromMinutes(4)), Silo("idle", idle: TimeSpan.FromMinutes(6))]);
        Assert.Equal((ScaleAction.In, "idle"), (decision.Action, decision.Remove!.Id));
        Assert.Equal("idle for 360 s and nothing waits", decision.Reason);
    }

    [Fact]
    public void Decide_SpotShareAboveFloor_FloorFirstThenTheMix()
    {
        var options = new AutoscalingOptions { Max = 10, OnDemandFloor = 2, SpotShare = 0.75, QueueThreshold = 0 };
        List<ScaledSilo> silos = [];
        while (silos.Count < 10)
        {
            var decision = Decide(options, 1, [.. silos]);
            silos.AddRange(Enumerable.Range(0, decision.OnDemand + decision.Spot).Select(i => Silo($"{silos.Count}-{i}", spot: i >= decision.OnDemand, busy: 1)));
        }

        Assert.All(silos.Take(2), silo => Assert.False(silo.Spot));
        Assert.Equal(6, silos.Count(silo => silo.Spot));
    }

    [Fact]
    public void Decide_SpotDoesNotCome_TakesOnDemand()
    {
        var options = new AutoscalingOptions { Max = 10, OnDemandFloor = 0, SpotShare = 1, QueueThreshold = 1 };
        Assert.Equal(1, Decide(options, 2, [Silo("a", spot: true, state: ScaledSiloState.Starting)]).Spot);
        var late = Silo("a", spot: true, state: ScaledSiloState.Starting) with { Since = Now - options.StartTimeout };
        Assert.Equal(1, Decide(options, 2, [late]).OnDemand);
    }

    [Theory]
    [InlineData(0.86, 0.81, true)]
    [InlineData(0.85, 0.95, false)]
    [InlineData(0.95, 0.80, false)]
    public void Decide_DevicesAndProcessorsHigh_RecommendsLargerMachines(double gpu, double cpu, bool recommended)
    {
        var decision = new ScalePolicy(new AutoscalingOptions()).Decide(new ScaleSnapshot(Now, 0, [Silo("a", busy: 1)], GpuLoad: gpu, CpuLoad: cpu));
        Assert.Equal(recommended, decision.Recommendation is not null);
        Assert.Equal(ScaleAction.None, decision.Action);
    }

    [Fact]
    public void Decide_MoreThanTheMaximum_TakesIdleOnesAlthoughJobsWait()
    {
        var options = new AutoscalingOptions { Max = 1, OnDemandFloor = 0 };
        Assert.Equal("b", Decide(options, 7, [Silo("a", busy: 1), Silo("b", idle: TimeSpan.Zero)]).Remove?.Id);
        Assert.Null(Decide(options, 7, [Silo("a", busy: 1), Silo("b", busy: 1)]).Remove);
    }

    [Fact]
    public void Decide_RandomHistories_KeepsEveryRule()
    {
        var total = 0;
        Prop.ForAll<int, int[]>((shape, events) =>
        {
            total += events.Length;
            return new ScalePolicyHistory(shape).Run(events) is { } broken ? false.Label(broken) : true.ToProperty();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithStartSize(200).WithEndSize(200).WithArbitrary([typeof(Numbers)]));
        Assert.True(total >= 100_000, $"{total} events");
    }

    private static ScaleDecision Decide(AutoscalingOptions options, int waiting, ImmutableArray<ScaledSilo> silos)
        => new ScalePolicy(options).Decide(new ScaleSnapshot(Now, waiting, silos));

    private static ScaledSilo Silo(string id, int busy = 0, bool spot = false, ScaledSiloState state = ScaledSiloState.Running, TimeSpan? idle = null)
        => new(id, spot, state, busy, Now, busy > 0 ? null : Now - (idle ?? TimeSpan.Zero));

    /// <summary>Events from the whole range of numbers, which FsCheck's own generator of small numbers would not reach; shrunk as it shrinks arrays.</summary>
    private static class Numbers
    {
        public static Arbitrary<int[]> Events()
            => Arb.From(Gen.Choose(0, 0x7FFFF).ArrayOf(), ArbMap.Default.ArbFor<int[]>().Shrinker);
    }
}
