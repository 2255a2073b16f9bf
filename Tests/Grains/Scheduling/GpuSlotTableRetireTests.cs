using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

public sealed class GpuSlotTableRetireTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly GpuSlotTable _table = new(new GpuSlotTableOptions(), new SiloChoiceOptions());
    private readonly SlotSilo _silo = new("a", 1);

    [Fact]
    public void TryRetire_IdleSilo_GetsNoLeaseForAMinute()
    {
        _table.Apply(_silo.Report(), Start);
        Assert.True(_table.TryRetire("a", Start));
        Assert.Null(Grant("job1", Start));
        for (var second = 0; second <= 60; second += 5)
        {
            _table.Apply(_silo.Report(), Start.AddSeconds(second));
            _table.Expire(Start.AddSeconds(second));
            Assert.Equal(second >= 60, _table.CanRun(Ticket("job1").Demand, Start.AddSeconds(second)));
        }
    }

    [Fact]
    public void TryRetire_SiloWithALease_StaysInTheChoice()
    {
        _table.Apply(_silo.Report(), Start);
        var lease = Grant("job1", Start);
        Assert.False(_table.TryRetire("a", Start));
        _table.Release(lease!.Id, Start);
        Assert.NotNull(Grant("job2", Start));
    }

    [Fact]
    public void TryRetire_UnknownSilo_IsTrue() => Assert.True(_table.TryRetire("nobody", Start));

    [Fact]
    public void Expect_NoSilo_OffersAreKnown()
    {
        Assert.False(_table.Offers.Known);
        _table.Expect([new EngineOffer("simulated", GenerationStage.Shape)]);
        Assert.True(_table.Offers.Known);
        Assert.NotNull(_table.Offers.Find(Ticket("job1").Demand));
    }

    private GpuSlotLease? Grant(string job, DateTimeOffset now) => _table.TryGrant(Ticket(job), Guid.NewGuid(), now);

    private static StageTicket Ticket(string job) => PriorityLanesTests.Ticket(job, stage: GenerationStage.Shape, engine: "simulated");
}
