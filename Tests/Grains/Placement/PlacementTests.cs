using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Tests.Grains.Cluster;
using Hunyuan3D.Tests.Grains.Generation;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Placement;

[Collection(SharedSilos.Name)]
public sealed class PlacementTests(SharedSilos shared)
{
    private readonly TestSilos _silos = shared.Silos;

    [Fact]
    public async Task Grains_AfterManyJobs_LiveWhereTheirRoleIs()
    {
        var jobs = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => await _silos.SubmitAsync(await _silos.RequestAsync(), GenerationGrainTests.NewId())));
        for (var stage = 0; stage < 16; stage++) (await shared.Script.NextAsync()).Complete();
        foreach (var job in jobs) await _silos.WaitAsync(job.Id, GenerationStatusCode.Completed);

        var (control, gpu) = (_silos.AddressOf(0), new[] { _silos.AddressOf(1), _silos.AddressOf(2) });
        var mine = shared.Script.Runs.Where(run => jobs.Any(job => job.Id == run.JobId)).ToList();
        Assert.Equal(gpu.Order(), mine.Select(run => run.Silo).Distinct().Order());
        var placed = await _silos.Cluster.Client.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        string[] stages = ["shape", "texture"];
        string[] controls = ["generation", "generationqueue"];
        Assert.All(placed.Where(grain => stages.Contains(grain.GrainId.Type.ToString())), grain => Assert.Contains(grain.SiloAddress.ToParsableString(), gpu));
        Assert.All(placed.Where(grain => controls.Contains(grain.GrainId.Type.ToString())), grain => Assert.Equal(control, grain.SiloAddress.ToParsableString()));
        Assert.Equal(4, placed.Count(grain => stages.Contains(grain.GrainId.Type.ToString())));
    }

    [Fact]
    public async Task ShapeGrain_SlotOfASiloWithoutAccelerator_IsNotPlaced()
    {
        var key = new GpuSlotKey(_silos.AddressOf(0), 0);
        var work = new StageWork { Lease = new GpuSlotLease(Guid.NewGuid(), "nobody", GenerationStage.Shape, key.Silo, 0), Request = await _silos.RequestAsync() };
        await Assert.ThrowsAnyAsync<OrleansException>(() => _silos.Cluster.Client.GetGrain<IShapeGrain>(key.ToString()).Start(work));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("127.0.0.1:1@1/0")]
    public async Task ShapeGrain_KeyThatNamesNoLiveSlot_IsNotPlaced(string key)
        => await Assert.ThrowsAnyAsync<OrleansException>(() => _silos.Cluster.Client.GetGrain<IShapeGrain>(key).Stop(Guid.NewGuid()));
}
