using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

public sealed class GpuSlotTableTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    private readonly GpuSlotTable _table = new(new GpuSlotTableOptions { LeaseDuration = Duration }, new SiloChoiceOptions());

    [Fact]
    public void TryGrant_OneFreeSlot_IsGrantedOnce()
    {
        _table.Apply(new SlotSilo("a", 1).Report(), Start);
        var lease = Grant("job1");
        Assert.Equal(("a", 0, "job1"), (lease!.Silo, lease.Slot, lease.JobId));
        Assert.Null(Grant("job2"));
        Assert.False(_table.CanRun(Ticket("job2").Demand, Start));
    }

    [Fact]
    public void TryGrant_JobWithALease_GetsNoSecond()
    {
        _table.Apply(new SlotSilo("a", 2).Report(), Start);
        Assert.NotNull(Grant("job1"));
        Assert.Null(Grant("job1"));
    }

    [Fact]
    public void TryGrant_SeveralSilos_PrefersWarmThenLeastLoadedThenWelcomeKind()
    {
        _table.Apply(new SlotSilo("a", 2).Report(), Start);
        _table.Apply(new SlotSilo("b", 4).Report(), Start);
        _table.Apply(new SlotSilo("c", 1) { Warm = ["simulated"] }.Report(), Start);
        _table.Apply(new SlotSilo("d", 4) { Spot = true }.Report(), Start);
        Assert.Equal("c", Grant("job1")!.Silo);
        Assert.Equal("d", Grant("job2", GenerationPriority.Batch)!.Silo);
        Assert.Equal("a", Grant("job3", GenerationPriority.Interactive)!.Silo);
        Assert.Equal("b", Grant("job4", GenerationPriority.Interactive)!.Silo);
        // a: 1 of 2 busy, b: 1 of 4, d: 1 of 4 but spot.
        Assert.Equal("b", Grant("job5", GenerationPriority.Interactive)!.Silo);
    }

    [Fact]
    public void TryGrant_EqualSilos_TakesTurns()
    {
        var (a, b) = (new SlotSilo("a", 1), new SlotSilo("b", 1));
        var order = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            _table.Apply(a.Report(), Start);
            _table.Apply(b.Report(), Start);
            var lease = Grant($"job{i}")!;
            order.Add(lease.Silo);
            _table.Release(lease.Id, Start);
        }

        Assert.Equal(["a", "b", "a", "b", "a", "b"], order);
    }

    [Fact]
    public void TryGrant_SlotForAnotherStage_IsNotUsed()
    {
        _table.Apply(new SlotSilo("a", 1) { Stages = [GenerationStage.Texture] }.Report(), Start);
        Assert.Null(Grant("job1"));
        Assert.Equal("a", Grant("job2", stage: GenerationStage.Texture)!.Silo);
    }

    [Fact]
    public void TryGrant_DrainingOrUnsuitedSilo_IsNotUsed()
    {
        _table.Apply(new SlotSilo("a", 1) { Draining = true }.Report(), Start);
        Assert.Null(Grant("job1"));
        _table.Apply(new SlotSilo("b", 1).Report(), Start);
        Assert.False(_table.CanRun(new StageDemand(GenerationStage.Shape, "hunyuan3d", null), Start));
    }

    [Fact]
    public void Apply_ReportFromBeforeTheGrant_DoesNotLoseTheLease()
    {
        var silo = new SlotSilo("a", 1);
        _table.Apply(silo.Report(), Start);
        Grant("job1");
        _table.Apply(silo.Report(), Start.AddSeconds(1));
        Assert.NotNull(_table.LeaseOf("job1"));
        Assert.Null(Grant("job2"));
    }

    [Fact]
    public void Apply_OlderReport_IsIgnored()
    {
        var silo = new SlotSilo("a", 1);
        var old = silo.Report();
        _table.Apply(silo.Report(), Start);
        var lease = Grant("job1")!;
        silo.TryStart(lease);
        _table.Apply(silo.Report(), Start);
        _table.Apply(old, Start);
        Assert.Null(Grant("job2"));
        Assert.Equal(LeaseState.Running, _table.LeaseOf("job1")!.State);
    }

    [Fact]
    public void Apply_LeaseThatStartedAndEndedBetweenReports_FreesTheSlot()
    {
        var silo = new SlotSilo("a", 1);
        _table.Apply(silo.Report(), Start);
        var lease = Grant("job1")!;
        silo.TryStart(lease);
        silo.End(lease.Id);
        _table.Apply(silo.Report(), Start);
        Assert.Null(_table.LeaseOf("job1"));
        Assert.NotNull(Grant("job2"));
    }

    [Fact]
    public void Apply_OutcomeStillUnderway_SlotIsFreeAndTheLeaseIsKept()
    {
        var silo = new SlotSilo("a", 1);
        _table.Apply(silo.Report(), Start);
        var lease = Grant("job1")!;
        silo.TryStart(lease);
        silo.Finish(lease.Id);
        _table.Apply(silo.Report(), Start);
        Assert.Equal(LeaseState.Delivering, _table.LeaseOf("job1")!.State);
        Assert.NotNull(Grant("job2"));
    }

    [Fact]
    public void Expire_SilentSilo_LosesItsLeasesAfterTheirDuration()
    {
        var silo = new SlotSilo("a", 2);
        _table.Apply(silo.Report(), Start);
        silo.TryStart(Grant("job1")!);
        _table.Apply(silo.Report(), Start);
        Grant("job2");
        Assert.Empty(_table.Expire(Start + Duration));
        Assert.Equal(["job1", "job2"], _table.Expire(Start + Duration + TimeSpan.FromTicks(1)).Select(lost => lost.Lease.JobId).Order());
        Assert.Empty(_table.Silos);
        Assert.Empty(_table.Expire(Start + 2 * Duration));
    }

    [Fact]
    public void Apply_SiloComesBackWithALostLease_IsToldToStop()
    {
        var silo = new SlotSilo("a", 1);
        _table.Apply(silo.Report(), Start);
        var lease = Grant("job1")!;
        silo.TryStart(lease);
        _table.RemoveSilo("a", "test", Start);
        Assert.Equal(lease.Id, Assert.Single(_table.Apply(silo.Report(), Start.AddSeconds(20))));
        Assert.Null(Grant("job2"));
        silo.End(lease.Id);
        _table.Apply(silo.Report(), Start.AddSeconds(21));
        Assert.NotNull(Grant("job2"));
    }

    [Fact]
    public void Apply_AfterRestartOfTheQueue_TakesTheSilosLeasesOver()
    {
        var silo = new SlotSilo("a", 1);
        var lease = new GpuSlotLease(Guid.NewGuid(), "job1", GenerationStage.Shape, "a", 0);
        silo.TryStart(lease);
        Assert.Empty(_table.Apply(silo.Report(), Start));
        Assert.Equal(lease, _table.LeaseOf("job1")!.Lease);
        Assert.Null(Grant("job2"));
    }

    [Fact]
    public void Claim_NobodyRenewsIt_IsLost()
    {
        var lease = new GpuSlotLease(Guid.NewGuid(), "job1", GenerationStage.Shape, "gone", 0);
        Assert.Null(_table.Claim(lease, Start));
        Assert.Equal(lease, Assert.Single(_table.Expire(Start + Duration + TimeSpan.FromSeconds(1))).Lease);
        // Whether that silo ever was, nobody knows: its job may have been the end of it.
        Assert.True(_table.Claim(lease, Start + 2 * Duration)!.SiloLost);
    }

    [Fact]
    public void Claim_ThenReported_IsKept()
    {
        var silo = new SlotSilo("a", 1);
        var lease = new GpuSlotLease(Guid.NewGuid(), "job1", GenerationStage.Shape, "a", 0);
        silo.TryStart(lease);
        Assert.Null(_table.Claim(lease, Start));
        Assert.Empty(_table.Apply(silo.Report(), Start.AddSeconds(7)));
        Assert.Empty(_table.Expire(Start.AddSeconds(14)));
        Assert.Equal(LeaseState.Running, _table.LeaseOf("job1")!.State);
    }

    [Fact]
    public void Block_SlotThatRefused_WaitsForTheNextReport()
    {
        var silo = new SlotSilo("a", 1);
        _table.Apply(silo.Report(), Start);
        var lease = Grant("job1")!;
        _table.Block(lease);
        _table.Release(lease.Id, Start);
        Assert.Null(Grant("job1"));
        _table.Apply(silo.Report(), Start);
        Assert.NotNull(Grant("job1"));
    }

    [Fact]
    public void Offers_SiloGone_AreRemembered()
    {
        Assert.False(_table.Offers.Known);
        _table.Apply(new SlotSilo("a", 1).Report(), Start);
        _table.Apply(new SlotSilo("b", 1).Report(), Start);
        _table.RemoveSilo("a", "test", Start);
        _table.RemoveSilo("b", "test", Start);
        Assert.True(_table.Offers.Known);
        Assert.Equal(2, _table.Offers.Offers.Length);
    }

    /// <summary>Random histories of silos that start, report late or not at all, drain, die and come back.</summary>
    [Fact]
    public void History_Random_LeasesStayExclusiveAndEndOnce()
    {
        RandomHistories.Check(histories: 20, events: 2500, history => new GpuSlotTableHistory().Run(history));
    }

    /// <summary>A grant that never reaches its silo, which is the only one: its slot is free again when the lease is given up, not before.</summary>
    [Fact]
    public void History_GrantLostOnTheWay_SlotIsFreeAgain()
    {
        new GpuSlotTableHistory().Run([826411533, 792546108, 1786669234, 1761995050]);
    }

    private GpuSlotLease? Grant(string job, GenerationPriority priority = GenerationPriority.Standard, GenerationStage stage = GenerationStage.Shape)
        => _table.TryGrant(Ticket(job, priority, stage), Guid.NewGuid(), Start);

    private static StageTicket Ticket(string job, GenerationPriority priority = GenerationPriority.Standard, GenerationStage stage = GenerationStage.Shape)
        => PriorityLanesTests.Ticket(job, priority, stage: stage);
}
