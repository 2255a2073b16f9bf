using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Scheduling;
using Hunyuan3D.Tests.Grains.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Generation;

/// <summary>When the start of a stage is made durable, and what is lost when it was not.</summary>
public sealed class StartSavingTests
{
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task GrantLease_OnAnotherSilo_StageThatEndsSoonIsWrittenTwiceInAll()
    {
        await using var silos = await StartAsync(Never, SiloRoles.Control | SiloRoles.Gateway, SiloRoles.Gpu);
        var job = await SubmitAsync(silos);
        var run = await silos.Script.NextAsync();
        var running = await silos.WaitAsync(job.Id, GenerationStatusCode.Running);
        Assert.Equal((1, run.Silo), (running.Attempt, running.Silo));
        Assert.Equal(1, silos.Storage.Writes);

        run.Complete();
        var done = await silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
        Assert.Equal(1, done.Attempt);
        Assert.Equal(running.Started, done.Started);
        Assert.Equal(2, silos.Storage.Writes);
    }

    [Fact]
    public async Task GrantLease_OnAnotherSilo_IsWrittenAfterAMomentAndTellsNothingNew()
    {
        await using var silos = await StartAsync(TimeSpan.FromMilliseconds(50), SiloRoles.Control | SiloRoles.Gateway, SiloRoles.Gpu);
        var job = await SubmitAsync(silos);
        var run = await silos.Script.NextAsync();
        var running = await silos.WaitAsync(job.Id, GenerationStatusCode.Running);

        await TestSilos.UntilAsync(() => silos.Storage.Writes == 2);
        Assert.Equal(running.Version, (await silos.Job(job.Id).GetStatus())!.Version);

        run.Complete();
        await silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
        Assert.Equal(3, silos.Storage.Writes);
    }

    [Fact]
    public async Task GrantLease_OnItsOwnSilo_IsWrittenBeforeTheStageBegins()
    {
        await using var silos = await StartAsync(Never, SiloRoles.All);
        await SubmitAsync(silos);
        var run = await silos.Script.NextAsync();
        Assert.Equal(2, silos.Storage.Writes);
        run.Complete();
    }

    [Fact]
    public async Task GrantLease_StorageIsAway_StageRunsAndItsStartIsWrittenLater()
    {
        await using var silos = await StartAsync(TimeSpan.FromMilliseconds(50), SiloRoles.Control | SiloRoles.Gateway, SiloRoles.Gpu);
        var first = await SubmitAsync(silos);
        var run = await silos.Script.NextAsync();
        var second = await SubmitAsync(silos);
        await TestSilos.UntilAsync(() => silos.Storage.Writes == 3);

        // The first one's end cannot be written, so nothing is known of it, but its slot is free.
        silos.Storage.FailWrites = true;
        run.Complete();
        var next = await silos.Script.NextAsync();
        Assert.Equal(second.Id, next.JobId);
        var failures = silos.Storage.Failures;
        await TestSilos.UntilAsync(() => silos.Storage.Failures > failures + 2);
        Assert.Equal(3, silos.Storage.Writes);
        silos.Storage.FailWrites = false;

        next.Complete();
        await silos.WaitAsync(first.Id, GenerationStatusCode.Completed);
        var done = await silos.WaitAsync(second.Id, GenerationStatusCode.Completed);
        Assert.Equal(1, done.Attempt);
        Assert.Equal(2, silos.Script.Runs.Count);
    }

    [Fact]
    public async Task KillSilo_HostsJobWhoseStartIsNotWritten_JobBeginsAnewAndTheOldRunIsFencedOff()
    {
        // Silo 0 hosts the client's gateway and runs the stages; the other two compete for the job.
        await using var silos = await StartAsync(Never, SiloRoles.Gpu | SiloRoles.Gateway, SiloRoles.Control, SiloRoles.Control);
        var job = await SubmitAsync(silos);
        var run = await silos.Script.NextAsync();
        await silos.WaitAsync(job.Id, GenerationStatusCode.Running);
        var host = (await silos.Cluster.Client.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics(["Hunyuan3D.Grains.Generation.GenerationGrain,Hunyuan3D.Grains"]))
            .Single().SiloAddress;

        await silos.Cluster.KillSiloAsync(silos.Cluster.Silos.Single(silo => silo.SiloAddress.Equals(host)));
        var again = await silos.Script.NextAsync();
        Assert.NotEqual(run.Work.Lease.Id, again.Work.Lease.Id);
        var grain = silos.Cluster.Client.GetGrain<IGenerationRunGrain>(job.Id);
        Assert.False(await grain.EndStage(run.Work.Lease.Id, ScriptedRun.DefaultOutcome(run.Work)));
        run.Complete();
        again.Complete();
        var done = await silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
        // As if the first run had not been: no silo was lost that ran the job.
        Assert.Equal(1, done.Attempt);
        Assert.Empty(done.SiloLosses);
    }

    [Fact]
    public async Task StopSilo_HostsJobWhoseStartIsNotWritten_TheRunGoesOn()
    {
        await using var silos = await StartAsync(Never, SiloRoles.Gpu | SiloRoles.Gateway, SiloRoles.Control, SiloRoles.Control);
        var job = await SubmitAsync(silos);
        var run = await silos.Script.NextAsync();
        await silos.WaitAsync(job.Id, GenerationStatusCode.Running);
        var host = (await silos.Cluster.Client.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics(["Hunyuan3D.Grains.Generation.GenerationGrain,Hunyuan3D.Grains"]))
            .Single().SiloAddress;

        await silos.Cluster.StopSiloAsync(silos.Cluster.Silos.Single(silo => silo.SiloAddress.Equals(host)));
        run.Complete();
        await silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
        Assert.Single(silos.Script.Runs);
    }

    private static Task<TestSilos> StartAsync(TimeSpan saveStartAfter, params SiloRoles[] roles) => TestSilos.StartAsync(new TestSilosOptions
    {
        Roles = roles,
        Script = new StageScript(),
        Configure = silo =>
        {
            silo.Services.Configure<GenerationUpkeepOptions>(options => options.SaveStartAfter = saveStartAfter);
            silo.Services.Configure<GpuSlotTableOptions>(options => options.LeaseDuration = TimeSpan.FromSeconds(20));
        },
    });

    private static async Task<GenerationStatus> SubmitAsync(TestSilos silos)
        => await silos.SubmitAsync(await silos.RequestAsync(new GenerationOptions { Engine = "simulated", Texture = false }));
}
