using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Scheduling;
using Hunyuan3D.Tests.Grains.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

/// <summary>Deadlines and off-peak jobs in a cluster of one device slot; the off-peak hours are always six hours away.</summary>
public sealed class DeadlineAndOffPeakTests : IAsyncLifetime
{
    private TestSilos _silos = null!;

    public async Task InitializeAsync() => _silos = await TestSilos.StartAsync(new TestSilosOptions
    {
        Roles = [SiloRoles.All],
        Script = new StageScript(),
        Configure = silo => silo.Services.Configure<OffPeakOptions>(options =>
        {
            var now = TimeOnly.FromDateTime(DateTime.UtcNow);
            (options.From, options.To, options.IdleFor) = (now.AddHours(6), now.AddHours(7), TimeSpan.FromMilliseconds(200));
        }),
    });

    public async Task DisposeAsync() => await _silos.DisposeAsync();

    [Fact]
    public async Task Deadline_PassesWhileQueued_JobFailsAndNeverRuns()
    {
        var running = await BlockAsync();
        var request = await RequestAsync();
        var deadline = DateTimeOffset.UtcNow.AddMilliseconds(400);
        var late = await _silos.SubmitAsync(request with { Deadline = deadline }, "late");
        var patient = await _silos.SubmitAsync(request with { Deadline = deadline.AddHours(1) }, "patient");

        var failed = await _silos.WaitAsync(late.Id, GenerationStatusCode.Failed);
        Assert.Equal((GenerationFailureCode.DeadlineMissed, 0), (failed.Failure!.Code, failed.Attempt));
        Assert.InRange((failed.Ended!.Value - deadline).TotalSeconds, 0, 5);
        running.Complete();
        var next = await _silos.Script.NextAsync();
        Assert.Equal(patient.Id, next.JobId);
        next.Complete();
        await _silos.WaitAsync(patient.Id, GenerationStatusCode.Completed);
        Assert.DoesNotContain(_silos.Script.Runs, run => run.JobId == late.Id);
    }

    [Fact]
    public async Task Deadline_PassesWhileRunning_JobGoesOn()
    {
        var job = await _silos.SubmitAsync(await RequestAsync() with { Deadline = DateTimeOffset.UtcNow.AddSeconds(4) });
        var run = await _silos.Script.NextAsync();
        await _silos.WaitAsync(job.Id, GenerationStatusCode.Running);
        await TestSilos.UntilAsync(() => DateTimeOffset.UtcNow > job.Request.Deadline);
        // It is tried again, too.
        run.Fail(new IOException("the disk is away"));
        (await _silos.Script.NextAsync()).Complete();
        await _silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
    }

    [Fact]
    public async Task Deadline_AlreadyPast_IsRefusedAtTheDoor()
    {
        var answer = await _silos.Job("past").Submit(await RequestAsync() with { Deadline = DateTimeOffset.UtcNow.AddSeconds(-1) });
        Assert.Equal((GenerationFailureCode.InvalidInput, "deadline"), (answer.Refusal!.Code, answer.Refusal.Field));
    }

    [Fact]
    public async Task OffPeak_BusyCluster_WaitsUntilItIsIdle()
    {
        var running = await BlockAsync();
        var request = await RequestAsync();
        var held = await _silos.SubmitAsync(request with { Schedule = GenerationSchedule.OffPeak, Priority = GenerationPriority.Interactive }, "held");
        var told = await _silos.WaitAsync(held.Id, status => status.WaitingFor == WaitReason.OffPeak);
        Assert.InRange(told.EstimatedWait!.Value.TotalHours, 5.9, 6.1);
        Assert.Contains("UTC or an idle cluster", told.WaitDetail, StringComparison.Ordinal);

        // Others go first, however late they come and whatever their priority.
        var batch = await _silos.SubmitAsync(request with { Priority = GenerationPriority.Batch }, "batch");
        running.Complete();
        var next = await _silos.Script.NextAsync();
        Assert.Equal(batch.Id, next.JobId);
        next.Complete();
        var last = await _silos.Script.NextAsync();
        Assert.Equal(held.Id, last.JobId);
        last.Complete();
        await _silos.WaitAsync(held.Id, GenerationStatusCode.Completed);
    }

    [Fact]
    public async Task OffPeak_JobThatBegan_IsNotHeldAgain()
    {
        var held = await _silos.SubmitAsync(
            await _silos.RequestAsync() with { Schedule = GenerationSchedule.OffPeak }, "held");
        var shape = await _silos.Script.NextAsync();
        Assert.Equal(held.Id, shape.JobId);
        string[] ordinary = ["ordinary1", "ordinary2"];
        foreach (var id in ordinary) await _silos.SubmitAsync(await RequestAsync(), id);
        shape.Complete();
        // The slot is free before the texture stage's ticket is there.
        var first = await _silos.Script.NextAsync();
        Assert.Equal(ordinary[0], first.JobId);
        await _silos.WaitAsync(held.Id, status => status is { WaitingFor: WaitReason.Device, QueuePosition: 1 });
        first.Complete();
        // First submitted first: it keeps the job's place.
        var texture = await _silos.Script.NextAsync();
        Assert.Equal((held.Id, GenerationStage.Texture), (texture.JobId, texture.Work.Lease.Stage));
        texture.Complete();
        (await _silos.Script.NextAsync()).Complete();
        await _silos.WaitAsync(ordinary[1], GenerationStatusCode.Completed);
    }

    [Fact]
    public async Task OffPeak_UrgentJobWantsTheSameResult_IsLetGo()
    {
        var running = await BlockAsync();
        var request = await RequestAsync() with { UseCache = true };
        var held = await _silos.SubmitAsync(request with { Schedule = GenerationSchedule.OffPeak }, "held");
        var urgent = await _silos.SubmitAsync(request with { Priority = GenerationPriority.Interactive }, "urgent");
        Assert.Equal(WaitReason.EqualJob, urgent.WaitingFor);
        await _silos.WaitAsync(held.Id, status => status.WaitingFor == WaitReason.Device);
        running.Complete();
        (await _silos.Script.NextAsync()).Complete();
        await _silos.WaitAsync(urgent.Id, GenerationStatusCode.Completed);
    }

    private Task<GenerationRequest> RequestAsync() => _silos.RequestAsync(new GenerationOptions { Engine = "simulated", Texture = false });

    private async Task<ScriptedRun> BlockAsync()
    {
        await _silos.SubmitAsync(await RequestAsync(), "first");
        return await _silos.Script.NextAsync();
    }
}
