using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Cluster;

/// <summary>Silos that go, in good order and without warning. Each test has a cluster of its own.</summary>
public sealed class SiloLossTests
{
    [Fact]
    public async Task StopSilo_RunsAStage_JobGoesOnElsewhereFromItsCheckpointUncounted()
    {
        await using var silos = await StartAsync(SiloRoles.Control | SiloRoles.Gateway, SiloRoles.Gpu, SiloRoles.Gpu);
        var job = await silos.SubmitAsync(await ShapeOnlyAsync(silos));
        var run = await silos.Script.NextAsync();
        await silos.WaitAsync(job.Id, GenerationStatusCode.Running);
        run.Context.Checkpoints.Save(new byte[] { 7 });

        var stopping = silos.Cluster.StopSiloAsync(SiloOf(silos, run));
        var again = await silos.Script.NextAsync();
        await stopping;
        Assert.NotEqual(run.Silo, again.Silo);
        Assert.Equal([7], again.Context.Checkpoints.Latest!.Value.ToArray());
        again.Complete();
        var done = await silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
        Assert.Null(done.Failure);
        Assert.Equal(2, silos.Script.Runs.Count);
    }

    [Fact]
    public async Task KillSilo_RunsAStage_JobGoesOnElsewhereFromItsCheckpoint()
    {
        await using var silos = await StartAsync(SiloRoles.Control | SiloRoles.Gateway, SiloRoles.Gpu, SiloRoles.Gpu);
        var job = await silos.SubmitAsync(await ShapeOnlyAsync(silos));
        var run = await silos.Script.NextAsync();
        await silos.WaitAsync(job.Id, GenerationStatusCode.Running);
        var writes = silos.Storage.Writes;
        run.Context.Checkpoints.Save(new byte[] { 7 });
        await TestSilos.UntilAsync(() => silos.Storage.Writes > writes);

        await silos.Cluster.KillSiloAsync(SiloOf(silos, run));
        var again = await silos.Script.NextAsync();
        Assert.NotEqual(run.Silo, again.Silo);
        Assert.Equal([7], again.Context.Checkpoints.Latest!.Value.ToArray());
        var running = await silos.WaitAsync(job.Id, status => status.Silo == again.Silo);
        Assert.Equal(GenerationFailureCode.SiloLost, running.Failure!.Code);

        // What the lost silo still has to say is fenced off.
        var grain = silos.Cluster.Client.GetGrain<IGenerationRunGrain>(job.Id);
        Assert.False(await grain.EndStage(run.Work.Lease.Id, ScriptedRun.DefaultOutcome(run.Work)));
        again.Complete();
        await silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
    }

    [Fact]
    public async Task KillSilo_HostsJobAndQueue_WaitingAndRunningJobsGoOn()
    {
        // Silo 0 hosts the client's gateway and runs the stages; the other two compete for jobs and queue.
        await using var silos = await StartAsync(SiloRoles.Gpu | SiloRoles.Gateway, SiloRoles.Control, SiloRoles.Control);
        var jobs = new List<GenerationStatus>();
        for (var i = 0; i < 4; i++) jobs.Add(await silos.SubmitAsync(await ShapeOnlyAsync(silos)));
        var run = await silos.Script.NextAsync();
        await silos.WaitAsync(run.JobId, GenerationStatusCode.Running);
        var epoch = (await silos.Queue.GetSnapshot()).Epoch;
        var host = (await silos.Cluster.Client.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics(["Hunyuan3D.Grains.Scheduling.GenerationQueueGrain,Hunyuan3D.Grains"]))
            .Single().SiloAddress;

        await silos.Cluster.KillSiloAsync(silos.Cluster.Silos.Single(silo => silo.SiloAddress.Equals(host)));
        run.Complete();
        await silos.WaitAsync(run.JobId, GenerationStatusCode.Completed);
        for (var i = 0; i < 3; i++) (await silos.Script.NextAsync()).Complete();
        foreach (var job in jobs) await silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
        Assert.NotEqual(epoch, (await silos.Queue.GetSnapshot()).Epoch);
        Assert.Equal(jobs.Select(job => job.Id).Order(), silos.Script.Runs.Select(one => one.JobId).Order());
    }

    [Fact]
    public async Task StartSilo_SlotsWereAllBusy_TakesItsShare()
    {
        await using var silos = await StartAsync(SiloRoles.Control | SiloRoles.Gateway, SiloRoles.Gpu);
        for (var i = 0; i < 2; i++) await silos.SubmitAsync(await ShapeOnlyAsync(silos));
        var first = await silos.Script.NextAsync();
        await silos.Cluster.StartAdditionalSiloAsync();
        var second = await silos.Script.NextAsync();
        Assert.NotEqual(first.Silo, second.Silo);
        first.Complete();
        second.Complete();
        await silos.WaitAsync(first.JobId, GenerationStatusCode.Completed);
        await silos.WaitAsync(second.JobId, GenerationStatusCode.Completed);
    }

    private static Task<TestSilos> StartAsync(params SiloRoles[] roles) => TestSilos.StartAsync(new TestSilosOptions
    {
        Roles = roles,
        Script = new StageScript(),
        Configure = silo => silo.Services.Configure<GpuSlotTableOptions>(options => options.LeaseDuration = TimeSpan.FromSeconds(4)),
    });

    private static Orleans.TestingHost.InProcessSiloHandle SiloOf(TestSilos silos, ScriptedRun run)
        => silos.Cluster.Silos.Single(silo => silo.SiloAddress.ToParsableString() == run.Silo);

    private static Task<GenerationRequest> ShapeOnlyAsync(TestSilos silos) => silos.RequestAsync(new GenerationOptions { Engine = "simulated", Texture = false });
}
