using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Inference;
using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>One leased stage on this silo, from its start until the job has taken its outcome.</summary>
internal sealed partial class StageRun(StageWork work, IStageRunner runner, IGenerationRunGrain job, IJobHomeGrain? home, IArtifactStore store, GpuOptions options, TimeProvider time, ILogger logger)
    : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Short, since what has not been told is lost with the silo.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly StageDemand _demand = GenerationDemands.Of(work.Lease.Stage, work.Request.Options);
    private readonly long _began = time.GetTimestamp();
    private int _reason;
    private StageCheckpointStore? _checkpoints;

    public GpuSlotLease Lease => work.Lease;

    private StopReason Reason => (StopReason)Volatile.Read(ref _reason);

    /// <summary>Stops the stage within one step. The first reason counts, except that a lease once void stays void.</summary>
    public void Stop(StopReason reason)
    {
        if (reason == StopReason.Void) Volatile.Write(ref _reason, (int)reason);
        else Interlocked.CompareExchange(ref _reason, (int)reason, (int)StopReason.None);
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment.
        }
    }

    /// <summary>Runs the stage. Null: nothing is to be told to the job.</summary>
    public async Task<StageOutcome?> ExecuteAsync()
    {
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["JobId"] = Lease.JobId, ["LeaseId"] = Lease.Id, ["Stage"] = Lease.Stage });
        using var trace = JobTraces.StartStage(work);
        var outcome = await RunAsync();
        JobTraces.End(trace, outcome);
        return outcome;
    }

    private async Task<StageOutcome?> RunAsync()
    {
        using var timeout = new CancellationTokenSource(options.StageTimeout, time);
        await using var onTimeout = timeout.Token.UnsafeRegister(_ => Stop(StopReason.TimedOut), null);
        try
        {
            _stop.Token.ThrowIfCancellationRequested();
            _checkpoints = await StageCheckpointStore.OpenAsync(Lease, work.Checkpoint, store, checkpoint => job.SaveCheckpoint(Lease.Id, checkpoint), logger, _stop.Token);
            await using var progress = new ProgressRelay(Lease.Id, SendProgressAsync, options.ProgressPeriod, time, logger);
            return await runner.RunAsync(work, new StageContext(progress, _checkpoints), _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return Reason switch
            {
                StopReason.Drain => await HandBackAsync(),
                StopReason.TimedOut => await GiveUpAsync(),
                _ => null,
            };
        }
        catch (Exception exception)
        {
            var failure = StageFailures.Of(Lease.Stage, exception);
            if (failure.Code != GenerationFailureCode.InvalidInput) LogFailed(logger, exception, Lease.Stage, Lease.JobId);
            return new StageOutcome { Failure = failure };
        }
    }

    /// <summary>Tells the job its outcome, through the door of its silo where that is known, until it has been heard or the lease is void.</summary>
    public async Task DeliverAsync(StageOutcome outcome, CancellationToken cancellationToken)
    {
        var door = home;
        for (var pause = FirstPause; Reason != StopReason.Void; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)))
        {
            try
            {
                if (door is null) await job.EndStage(Lease.Id, outcome);
                else await door.EndStage(Lease.JobId, Lease.Id, outcome);
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotDelivered(logger, exception, Lease.JobId, pause);
                // Its silo may be gone; the job itself is found wherever it is.
                door = null;
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>The lease as reports list it.</summary>
    public HeldLease Describe(int slot, bool occupiesSlot) => new(Lease.Id, Lease.JobId, _demand, slot, occupiesSlot, time.GetElapsedTime(_began));

    /// <summary>The lease as reports tell its end; called when the stage has just ended.</summary>
    public EndedLease Describe(StageOutcome? outcome)
    {
        var end = outcome switch
        {
            null => StageEnd.Void,
            { IsHandedBack: true } => StageEnd.HandedBack,
            { Failure.Code: GenerationFailureCode.InvalidInput } => StageEnd.InvalidInput,
            { Failure: not null } => StageEnd.Failed,
            _ => StageEnd.Completed,
        };
        // A stage that began at a checkpoint says nothing about how long a whole one takes.
        double? seconds = end == StageEnd.Completed && work.Checkpoint is null ? time.GetElapsedTime(_began).TotalSeconds : null;
        var failure = end == StageEnd.Failed ? outcome!.Failure : null;
        return new EndedLease(Lease.Id, Lease.JobId, _demand, end, seconds, failure?.Message, failure?.Code);
    }

    public void Dispose() => _stop.Dispose();

    private async Task<StageOutcome> HandBackAsync()
    {
        if (_checkpoints is not null) await _checkpoints.FlushAsync();
        return StageOutcome.HandedBack;
    }

    // Saved first: once the job has heard, the lease is void, and the next try goes on from here.
    private async Task<StageOutcome> GiveUpAsync()
    {
        if (_checkpoints is not null) await _checkpoints.FlushAsync();
        return new StageOutcome { Failure = StageFailures.TimedOut(Lease.Stage, options.StageTimeout) };
    }

    private async Task SendProgressAsync(StageProgressReport progress)
    {
        try
        {
            if (!await job.ReportProgress(Lease.Id, progress)) Stop(StopReason.Void);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogProgressLost(logger, exception, Lease.JobId);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The {Stage} stage of job {Job} failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception, GenerationStage stage, string job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outcome of job {Job} could not be delivered; next try in {Pause}.")]
    private static partial void LogNotDelivered(ILogger logger, Exception exception, string job, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A progress report of job {Job} was lost.")]
    private static partial void LogProgressLost(ILogger logger, Exception exception, string job);
}
