using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Simulation;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Simulation;

public sealed class ClusterSimulationTests
{
    private static readonly SimulationOptions Overloaded = new() { Silos = 200, Jobs = 20_000, Users = 50, Load = 1.3, Wave = 0 };

    [Fact]
    public void Run_Overloaded_HigherPrioritiesWaitLessAndUsersGetTheirFairShare()
    {
        var report = new ClusterSimulation(Overloaded).Run();

        Assert.Equal(Overloaded.Jobs, report.Waits.Sum(wait => wait.Jobs));
        Assert.Equal([GenerationPriority.Interactive, GenerationPriority.Standard, GenerationPriority.Batch], report.Waits.Select(wait => wait.Priority));
        Assert.True(report.Waits[0].Mean < report.Waits[1].Mean && report.Waits[1].Mean < report.Waits[2].Mean);
        // An interactive job waits for one slot of 200 to get free for each of its stages: fractions of a second.
        Assert.InRange(report.Waits[0].P99, 0, 10);
        // Batch work gets only what ageing gives it, and that is shared evenly, too.
        Assert.All(report.Waits, wait => Assert.InRange(wait.Fairness, 0.95, 1.0 + 1e-9));
        Assert.InRange(report.Utilisation, 0.97, 1);
    }

    [Fact]
    public void Run_HalfLoaded_NobodyWaitsAndHalfIsBusy()
    {
        var report = new ClusterSimulation(Overloaded with { Load = 0.5 }).Run();

        Assert.All(report.Waits, wait => Assert.Equal(0, wait.P99, 3));
        Assert.InRange(report.Utilisation, 0.45, 0.55);
        // With slots of both kinds free, each kind of work gets the kind it prefers.
        Assert.True(report.BatchOnSpot > 0.9 && report.InteractiveOnSpot < 0.1, $"{report.BatchOnSpot} {report.InteractiveOnSpot}");
    }

    [Fact]
    public void Run_KnownLoad_CostsSilosTimesHours()
    {
        var report = new ClusterSimulation(Overloaded with { SpotShare = 0.25, OnDemandPrice = 4, SpotPrice = 1 }).Run();

        Assert.Equal((50 * 1 + 150 * 4) * report.Hours, report.Cost, 6);
        Assert.Equal(report.Cost / Overloaded.Jobs, report.CostPerJob, 9);
    }

    [Fact]
    public void Run_SameSeed_IsTheSameHistory()
    {
        var (one, other) = (new ClusterSimulation(Overloaded).Run(), new ClusterSimulation(Overloaded).Run());

        Assert.Equal(one.Waits.AsEnumerable(), other.Waits.AsEnumerable());
        Assert.Equal(one.Hours, other.Hours);
    }

    [Fact]
    public void Run_Costs_GiveThePointOfSaturation()
    {
        var queue = new ClusterSimulation(Overloaded).Run().Queue;

        var perSilo = 2 / 85.0 * (queue.Enqueue + queue.Place + queue.Grant + 2 * queue.Report + 5 * Overloaded.CallSeconds) + queue.Tick / 0.5;
        Assert.Equal(1 / perSilo, queue.WithoutHeartbeats, 3);
        Assert.Equal(1 / (perSilo + queue.Heartbeat + Overloaded.CallSeconds), queue.SaturatedAt, 3);
    }
}
