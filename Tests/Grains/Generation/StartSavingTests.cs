using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Scheduling;
using Hunyuan3D.Tests.Grains.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Generation;

/// <summary>The start of a stage is durable before the stage begins, so that what it does counts wherever the job comes back.</summary>
public sealed class StartSavingTests
{
    [Fact]
    public async Task GrantLease_IsWrittenBeforeTheStageBegins()
    {
        await using var silos = await StartAsync(SiloRoles.Control | SiloRoles.Gateway, SiloRoles.Gpu);
        await SubmitAsync(silos);
        var run = await silos.Script.NextAsync();
        Assert.Equal(2, silos.Storage.Writes);
        run.Complete();
    }

    [Fact]
    public async Task KillSilo_HostsJobWhoseStageHasJustBegun_TheRunGoesOnAndItsResultCounts()
    {
        // Silo 0 hosts the client's gateway and runs the stages; the other two compete for the job.
        await using var silos = await StartAsync(SiloRoles.Gpu | SiloRoles.Gateway, SiloRoles.Control, SiloRoles.Control);
        var job = await SubmitAsync(silos);
        var run = await silos.Script.NextAsync();

        var host = await HostOf(silos);
        await silos.Cluster.KillSiloAsync(silos.Cluster.Silos.Single(silo => silo.SiloAddress.Equals(host)));
        run.Complete();
        var done = await silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
        Assert.Equal(1, done.Attempt);
        Assert.Empty(done.SiloLosses);
        Assert.Single(silos.Script.Runs);
    }

    private static async Task<SiloAddress> HostOf(TestSilos silos)
        => (await silos.Cluster.Client.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics(["Hunyuan3D.Grains.Generation.GenerationGrain,Hunyuan3D.Grains"])).Single().SiloAddress;

    private static Task<TestSilos> StartAsync(params SiloRoles[] roles) => TestSilos.StartAsync(new TestSilosOptions
    {
        Roles = roles,
        Script = new StageScript(),
        Configure = silo => silo.Services.Configure<GpuSlotTableOptions>(options => options.LeaseDuration = TimeSpan.FromSeconds(20)),
    });

    private static async Task<GenerationStatus> SubmitAsync(TestSilos silos)
        => await silos.SubmitAsync(await silos.RequestAsync(new GenerationOptions { Engine = "simulated", Texture = false }));
}
