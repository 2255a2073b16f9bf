using System.Collections.Immutable;
using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Autoscaling;

public sealed class ScaledRosterTests
{
    private const string Address = "127.0.0.1:15001@7";

    private static readonly DateTimeOffset Start = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ScaledRoster _roster = new();

    [Fact]
    public void Update_InstanceThatTheQueueDoesNotKnow_Starts()
    {
        var silo = Look(at: 10, null);
        Assert.Equal((ScaledSiloState.Starting, Start), (silo.State, silo.Since));
        Assert.Null(_roster.AddressOf("a"));
    }

    [Fact]
    public void Update_ReportedIdle_CountsFromWhenItWasFirstSeenSo()
    {
        Look(at: 0, null);
        Look(at: 10, busy: 0, granted: 0);
        var silo = Look(at: 15, busy: 0, granted: 0);
        Assert.Equal((ScaledSiloState.Running, Start.AddSeconds(10), (DateTimeOffset?)Start.AddSeconds(10)), (silo.State, silo.Since, silo.IdleSince));
        Assert.Equal(Address, _roster.AddressOf("a"));
    }

    [Fact]
    public void Update_WorkedBetweenTwoLooks_IsIdleAnew()
    {
        Look(at: 0, busy: 0, granted: 4);
        Assert.Equal(Start.AddSeconds(5), Look(at: 5, busy: 0, granted: 5).IdleSince);
        Assert.Null(Look(at: 6, busy: 1, granted: 6).IdleSince);
        Assert.Equal(Start.AddSeconds(8), Look(at: 8, busy: 0, granted: 6).IdleSince);
    }

    [Fact]
    public void Update_FirstSeenRunning_IsNotTakenForIdleSinceItsStart()
        => Assert.Equal(Start.AddHours(2), Look(at: 7200, busy: 0, granted: 900).IdleSince);

    [Fact]
    public void Update_EndpointWithoutPort_IsFoundByAddress()
    {
        var silos = _roster.Update([new ScaledInstance("pod", "127.0.0.1", true, false, Start)], [new SiloSnapshot(Address, 1, 1, false, 0)], Start);
        Assert.Equal((ScaledSiloState.Running, 1, true), (silos[0].State, silos[0].Busy, silos[0].Spot));
    }

    private ScaledSilo Look(double at, int? busy, long granted = 0)
        => _roster.Update(
            [new ScaledInstance("a", "127.0.0.1:15001", false, false, Start)],
            busy is { } slots ? [new SiloSnapshot(Address, 1, slots, false, granted)] : ImmutableArray<SiloSnapshot>.Empty,
            Start.AddSeconds(at))[0];
}
