using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;
using Hunyuan3D.Tests.Grains.Cluster;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Generation;

[Collection(SharedSilos.Name)]
public sealed class GenerationGrainTests(SharedSilos shared)
{
    private readonly TestSilos _silos = shared.Silos;
    private readonly StageScript _script = shared.Script;

    [Fact]
    public async Task Submit_TexturedJob_RunsBothStagesAndCompletes()
    {
        var job = await _silos.SubmitAsync(id: NewId());
        Assert.Equal(GenerationStatusCode.Queued, job.Status);
        var shape = await _script.NextAsync();
        Assert.Equal((job.Id, GenerationStage.Shape), (shape.JobId, shape.Work.Lease.Stage));
        var running = await _silos.WaitAsync(job.Id, GenerationStatusCode.Running);
        Assert.Equal((1, shape.Silo), (running.Attempt, running.Silo));
        shape.Complete();
        var texture = await _script.NextAsync();
        Assert.Equal((job.Id, GenerationStage.Texture), (texture.JobId, texture.Work.Lease.Stage));
        Assert.NotNull(texture.Work.Shape!.Mesh);
        texture.Complete();
        var done = await _silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
        Assert.Equal(ScriptedRun.DefaultOutcome(texture.Work).Texture!.Model, done.Result!.Model);
        Assert.Null(done.Silo);
    }

    [Fact]
    public async Task Submit_SameIdAgain_ReturnsTheJobAndRunsItOnce()
    {
        var id = NewId();
        var request = await ShapeOnlyAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _silos.SubmitAsync(request, id)));
        var run = await _script.NextAsync();
        var again = await _silos.SubmitAsync(request with { User = "somebody" }, id);
        Assert.Equal("anonymous", again.Request.User);
        run.Complete();
        await _silos.WaitAsync(id, GenerationStatusCode.Completed);
        Assert.Single(_script.Runs, other => other.JobId == id);
    }

    [Fact]
    public async Task WaitForChange_StageReportsProgress_IsTold()
    {
        var job = await _silos.SubmitAsync(await ShapeOnlyAsync(), NewId());
        var run = await _script.NextAsync();
        run.Context.Progress.Report(new StageProgress("denoising", 3, 10, 0.3));
        var status = await _silos.WaitAsync(job.Id, status => status.Progress is not null);
        Assert.Equal(("denoising", 3, 10), (status.Progress!.Step, status.Progress.Done, status.Progress.Of));
        Assert.Equal(0.3, status.Progress.Fraction, 6);
        run.Context.Progress.Report(new StageProgress("denoising", 9, 10, 0.9));
        var later = await _silos.WaitAsync(job.Id, status => status.Progress?.Done == 9);
        Assert.True(later.Version > status.Version);
        run.Complete();
        await _silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
    }

    [Fact]
    public async Task Cancel_RunningJob_ReachesTheStepAndFreesTheSlot()
    {
        var jobs = await Task.WhenAll(SubmitAsync(), SubmitAsync(), SubmitAsync());
        var (first, second) = (await _script.NextAsync(), await _script.NextAsync());
        var cancelled = await _silos.Job(first.JobId).Cancel();
        Assert.Equal(GenerationStatusCode.Cancelled, cancelled!.Status);
        await first.Cancelled.WaitAsync(TestSilos.Patience);
        var third = await _script.NextAsync();
        Assert.Equal(first.Silo, third.Silo);
        second.Complete();
        third.Complete();
        foreach (var job in jobs.Where(job => job.Id != first.JobId)) await _silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
        Assert.Equal(GenerationStatusCode.Cancelled, (await _silos.Job(first.JobId).GetStatus())!.Status);

        async Task<GenerationStatus> SubmitAsync() => await _silos.SubmitAsync(await ShapeOnlyAsync(), NewId());
    }

    [Fact]
    public async Task Cancel_QueuedJob_NeverRuns()
    {
        var blockers = await Task.WhenAll(SubmitAsync(), SubmitAsync());
        var runs = new[] { await _script.NextAsync(), await _script.NextAsync() };
        var waiting = await SubmitAsync();
        var queued = await _silos.WaitAsync(waiting.Id, status => status.QueuePosition is not null);
        Assert.Equal(1, queued.QueuePosition);
        await _silos.Job(waiting.Id).Cancel();
        foreach (var run in runs) run.Complete();
        foreach (var job in blockers) await _silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
        var next = await SubmitAsync();
        var last = await _script.NextAsync();
        Assert.Equal(next.Id, last.JobId);
        last.Complete();
        await _silos.WaitAsync(next.Id, GenerationStatusCode.Completed);
        Assert.DoesNotContain(_script.Runs, run => run.JobId == waiting.Id);

        async Task<GenerationStatus> SubmitAsync() => await _silos.SubmitAsync(await ShapeOnlyAsync(), NewId());
    }

    [Fact]
    public async Task EndStage_LeaseThatIsNotTheJobs_ChangesNothing()
    {
        var job = await _silos.SubmitAsync(await ShapeOnlyAsync(), NewId());
        var run = await _script.NextAsync();
        var grain = _silos.Cluster.Client.GetGrain<IGenerationRunGrain>(job.Id);
        Assert.False(await grain.EndStage(Guid.NewGuid(), ScriptedRun.DefaultOutcome(run.Work)));
        Assert.False(await grain.EndStage(Guid.NewGuid(), StageOutcome.HandedBack));
        Assert.False(await grain.ReportProgress(Guid.NewGuid(), new StageProgressReport("x", 1, 1, 1)));
        Assert.Equal(GenerationStatusCode.Running, (await _silos.Job(job.Id).GetStatus())!.Status);
        run.Complete();
        await _silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
        Assert.False(await grain.EndStage(run.Work.Lease.Id, ScriptedRun.DefaultOutcome(run.Work)));
    }

    [Fact]
    public async Task EndStage_TransientFailures_AreRetriedFromTheCheckpointThenFail()
    {
        var job = await _silos.SubmitAsync(await ShapeOnlyAsync(), NewId());
        for (byte attempt = 1; attempt <= 4; attempt++)
        {
            var run = await _script.NextAsync();
            Assert.Equal(attempt == 1 ? null : [(byte)(attempt - 1)], run.Context.Checkpoints.Latest?.ToArray());
            var status = await _silos.WaitAsync(job.Id, GenerationStatusCode.Running);
            Assert.Equal(attempt, status.Attempt);
            var checkpoint = _silos.Storage.Writes;
            run.Context.Checkpoints.Save(new[] { attempt });
            await TestSilos.UntilAsync(() => _silos.Storage.Writes > checkpoint);
            run.Fail(new IOException("the disk is away"));
            if (attempt < 4) await _silos.WaitAsync(job.Id, status => status.Status == GenerationStatusCode.Queued || status.Attempt > attempt);
        }

        var failed = await _silos.WaitAsync(job.Id, GenerationStatusCode.Failed);
        Assert.Equal(GenerationFailureCode.Transient, failed.Failure!.Code);
        Assert.Contains("the disk is away", failed.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EndStage_CallersFault_FailsAtOnceWithTheField()
    {
        var job = await _silos.SubmitAsync(await ShapeOnlyAsync(), NewId());
        (await _script.NextAsync()).Fail(new StageInputException("image", "The picture is fully transparent."));
        var failed = await _silos.WaitAsync(job.Id, GenerationStatusCode.Failed);
        Assert.Equal((GenerationFailureCode.InvalidInput, "image", 1), (failed.Failure!.Code, failed.Failure.Field, failed.Attempt));
    }

    [Fact]
    public async Task Submit_HigherPriority_GoesFirst()
    {
        var request = await ShapeOnlyAsync();
        var blockers = new[] { await _silos.SubmitAsync(request, NewId()), await _silos.SubmitAsync(request, NewId()) };
        var runs = new[] { await _script.NextAsync(), await _script.NextAsync() };
        var batch = await _silos.SubmitAsync(request with { Priority = GenerationPriority.Batch }, NewId());
        var interactive = await _silos.SubmitAsync(request with { Priority = GenerationPriority.Interactive }, NewId());
        await _silos.WaitAsync(batch.Id, status => status.QueuePosition is not null);
        await _silos.WaitAsync(interactive.Id, status => status.QueuePosition is not null);
        runs[0].Complete();
        var next = await _script.NextAsync();
        Assert.Equal(interactive.Id, next.JobId);
        runs[1].Complete();
        next.Complete();
        (await _script.NextAsync()).Complete();
        foreach (var job in blockers.Append(batch).Append(interactive)) await _silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
    }

    [Fact]
    public async Task Submit_StorageFails_LeavesNoJobAndMayBeRepeated()
    {
        var (id, request) = (NewId(), await ShapeOnlyAsync());
        _silos.Storage.FailWrites = true;
        try
        {
            await Assert.ThrowsAsync<OrleansException>(() => _silos.Job(id).Submit(request));
        }
        finally
        {
            _silos.Storage.FailWrites = false;
        }

        Assert.Null(await _silos.Job(id).GetStatus());
        await _silos.SubmitAsync(request, id);
        (await _script.NextAsync()).Complete();
        await _silos.WaitAsync(id, GenerationStatusCode.Completed);
    }

    /// <summary>A slow store's time-out: the write took effect and nobody was told. The same call ends with the one job that there is.</summary>
    [Fact]
    public async Task Submit_StoreLosesTheAnswer_CallerGetsTheOneJob()
    {
        var user = NewId();
        _silos.Storage.AnswersToLose = 1;
        var status = await _silos.SiloClient.SubmitAsync(
            new PictureFiles(new byte[] { 1 }), new GenerationSubmission { Options = (await ShapeOnlyAsync()).Options, User = user, UseCache = false });

        Assert.InRange(_silos.Storage.AnswersToLose, int.MinValue, 0);
        var run = await _script.NextAsync();
        Assert.Equal(status.Id, run.JobId);
        run.Complete();
        await _silos.WaitAsync(status.Id, GenerationStatusCode.Completed);
        Assert.Single(_script.Runs, other => other.JobId == status.Id);
        Assert.Equal(status.Id, Assert.Single(await _silos.SiloClient.ListAsync(new GenerationQuery { User = user })).Id);
    }

    /// <summary>A store that takes its time is waited for: nothing of ours turns that into an error.</summary>
    [Fact]
    public async Task Submit_StoreIsSlow_IsWaitedFor()
    {
        var released = new TaskCompletionSource();
        _silos.Storage.Waiting = 0;
        _silos.Storage.Held = released.Task;
        var submission = _silos.SiloClient.SubmitAsync(
            new PictureFiles(new byte[] { 1 }), new GenerationSubmission { Options = (await ShapeOnlyAsync()).Options, UseCache = false });
        await TestSilos.UntilAsync(() => submission.IsCompleted || _silos.Storage.Waiting > 0);
        Assert.False(submission.IsCompleted);
        _silos.Storage.Held = Task.CompletedTask;
        released.SetResult();
        var status = await submission;
        (await _script.NextAsync()).Complete();
        await _silos.WaitAsync(status.Id, GenerationStatusCode.Completed);
    }

    [Fact]
    public async Task EndStage_StorageFails_OutcomeIsDeliveredAgain()
    {
        var job = await _silos.SubmitAsync(await ShapeOnlyAsync(), NewId());
        var run = await _script.NextAsync();
        await _silos.WaitAsync(job.Id, GenerationStatusCode.Running);
        _silos.Storage.FailWrites = true;
        run.Complete();
        var failures = _silos.Storage.Failures;
        await TestSilos.UntilAsync(() => _silos.Storage.Failures > failures);
        Assert.Equal(GenerationStatusCode.Running, (await _silos.Job(job.Id).GetStatus())!.Status);
        _silos.Storage.FailWrites = false;
        await _silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
        Assert.Single(_script.Runs, other => other.JobId == job.Id);
    }

    internal static string NewId() => Guid.NewGuid().ToString("N");

    private Task<GenerationRequest> ShapeOnlyAsync() => _silos.RequestAsync(new GenerationOptions { Engine = "simulated", Texture = false });
}
