using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Gpu;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Inference;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Gpu;

/// <summary>One leased stage with a job that the test plays, on fake time.</summary>
public sealed class StageRunTests
{
    private static readonly StageWork Work = new()
    {
        Lease = new GpuSlotLease(Guid.NewGuid(), "job", GenerationStage.Shape, "silo", 0),
        Request = new GenerationRequest(new GenerationPictures(new ArtifactRef(new string('a', 64), 1, "image/png")), new GenerationOptions()),
    };

    private readonly FakeTimeProvider _time = new();
    private readonly PlayedJob _job = new();
    private readonly GpuOptions _options = new() { StageTimeout = TimeSpan.FromMinutes(10) };

    [Fact]
    public async Task ExecuteAsync_LongerThanAllowed_IsStoppedAndMayBeTriedAgain()
    {
        using var run = Run(token => Task.Delay(Timeout.InfiniteTimeSpan, token));
        var executing = run.ExecuteAsync();
        _time.Advance(TimeSpan.FromMinutes(11));
        var failure = (await executing.WaitAsync(TimeSpan.FromSeconds(10)))!.Failure!;
        Assert.Equal((GenerationFailureCode.TimedOut, true), (failure.Code, failure.Retryable));
    }

    [Fact]
    public async Task Stop_LeaseIsVoid_TellsNothing()
    {
        using var run = Run(token => Task.Delay(Timeout.InfiniteTimeSpan, token));
        var executing = run.ExecuteAsync();
        run.Stop(StopReason.Void);
        Assert.Null(await executing.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Stop_Drain_HandsBack()
    {
        using var run = Run(token => Task.Delay(Timeout.InfiniteTimeSpan, token));
        var executing = run.ExecuteAsync();
        run.Stop(StopReason.Drain);
        Assert.True((await executing.WaitAsync(TimeSpan.FromSeconds(10)))!.IsHandedBack);
    }

    [Fact]
    public async Task Stop_DrainWhileTheStageEnds_KeepsTheResult()
    {
        using var run = Run(async token =>
        {
            var drained = new TaskCompletionSource();
            await using var registration = token.Register(drained.SetResult);
            await drained.Task;
        });
        var executing = run.ExecuteAsync();
        run.Stop(StopReason.Drain);
        Assert.NotNull((await executing.WaitAsync(TimeSpan.FromSeconds(10)))!.Shape);
    }

    public static TheoryData<Exception, GenerationFailureCode, bool> Failures => new()
    {
        { new StageInputException("image", "too dark"), GenerationFailureCode.InvalidInput, false },
        { new ArtifactMissingException("The picture", Work.Request.Pictures.Front), GenerationFailureCode.ArtifactLost, false },
        { new IOException("disk"), GenerationFailureCode.Transient, true },
        { new InsufficientMemoryException(), GenerationFailureCode.OutOfCapacity, true },
        { new InvalidOperationException("bug"), GenerationFailureCode.Defect, false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task ExecuteAsync_Exception_BecomesTheFailureOfItsKind(Exception exception, GenerationFailureCode code, bool retryable)
    {
        using var run = Run(_ => Task.FromException(exception));
        var failure = (await run.ExecuteAsync())!.Failure!;
        Assert.Equal((code, retryable, GenerationStage.Shape), (failure.Code, failure.Retryable, failure.Stage));
    }

    [Fact]
    public async Task DeliverAsync_JobAway_IsRepeatedWithGrowingPauses()
    {
        _job.Away = 3;
        using var run = Run(_ => Task.CompletedTask);
        var delivering = run.DeliverAsync(StageOutcome.HandedBack, CancellationToken.None);
        var start = _time.GetUtcNow();
        while (!delivering.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        await delivering;
        Assert.Equal(4, _job.Deliveries);
        // 100 + 200 + 400 ms; the clock may run on while the next try is being made.
        Assert.True((_time.GetUtcNow() - start).TotalMilliseconds >= 700);
    }

    [Fact]
    public async Task DeliverAsync_LeaseBecomesVoid_Ends()
    {
        _job.Away = int.MaxValue;
        using var run = Run(_ => Task.CompletedTask);
        var delivering = run.DeliverAsync(StageOutcome.HandedBack, CancellationToken.None);
        run.Stop(StopReason.Void);
        _time.Advance(TimeSpan.FromSeconds(1));
        await delivering.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task ReportProgress_JobHasAnotherLease_StopsTheStage()
    {
        _job.Stale = true;
        using var run = Run(async (context, token) =>
        {
            context.Progress.Report(new StageProgress("step", 1, 2, 0.5));
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        });
        var executing = run.ExecuteAsync();
        _time.Advance(_options.ProgressPeriod);
        Assert.Null(await executing.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private StageRun Run(Func<CancellationToken, Task> stage) => Run((_, token) => stage(token));

    private StageRun Run(Func<StageContext, CancellationToken, Task> stage) => new(
        Work,
        new PlayedStage(stage),
        _job,
        home: null,
        new FileArtifactStore(Options.Create(new ArtifactStoreOptions { Path = Path.GetTempPath() }), _time),
        _options,
        _time,
        NullLogger.Instance);

    private sealed class PlayedStage(Func<StageContext, CancellationToken, Task> stage) : IStageRunner
    {
        public async Task<StageOutcome> RunAsync(StageWork work, StageContext context, CancellationToken cancellationToken)
        {
            await stage(context, cancellationToken);
            return Cluster.ScriptedRun.DefaultOutcome(work);
        }
    }

    private sealed class PlayedJob : IGenerationRunGrain
    {
        public int Away { get; set; }

        public bool Stale { get; set; }

        public int Deliveries { get; private set; }

        public Task<bool> EndStage(Guid leaseId, StageOutcome outcome) => ++Deliveries <= Away ? throw new TimeoutException("away") : Task.FromResult(true);

        public Task<bool> ReportProgress(Guid leaseId, StageProgressReport progress) => Task.FromResult(!Stale);

        public Task<bool> SaveCheckpoint(Guid leaseId, ArtifactRef checkpoint) => Task.FromResult(true);

        public Task<LeaseReply> GrantLease(GpuSlotLease lease) => throw new NotSupportedException();

        public Task LoseLease(Guid leaseId, string reason, bool siloLost) => throw new NotSupportedException();

        public Task Wake() => throw new NotSupportedException();

        public Task Refuse(GenerationFailure failure) => throw new NotSupportedException();

        public Task Raise(JobUrgency urgency) => throw new NotSupportedException();

        public Task ResolveShape(ReusedShape? shape) => throw new NotSupportedException();

        public Task ResolveJoin(GenerationResult? result) => throw new NotSupportedException();
    }
}
