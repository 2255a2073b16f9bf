using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Placement;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Grains.Caching;

/// <summary>
/// The result itself is durable. Who runs and who waits is not: after a crash the waiting jobs ask again with their upkeep, and the first that asks
/// runs unless the one that ran still does.
/// </summary>
[ControlPlacement]
[Orleans.Placement.PreferLocalPlacement]
[CollectionAgeLimit(Minutes = 2)]
internal sealed partial class ResultCacheGrain(
    [PersistentState("result", GrainStorageNames.Hunyuan3D)] IPersistentState<CachedResult> record,
    IArtifactStore store,
    IOptions<ResultCacheOptions> options,
    GenerationMetrics metrics,
    TimeProvider time,
    ILogger<ResultCacheGrain> logger) : Grain, IResultCacheGrain
{
    /// <summary>How long a runner is taken at its word before it is asked whether it still runs.</summary>
    private static readonly TimeSpan TrustRunner = TimeSpan.FromSeconds(20);

    private readonly List<string> _joined = [];
    private string? _runBy;
    private DateTimeOffset _runnerHeard;
    private JobUrgency _runnerUrgency;

    public async Task<CacheAnswer> Acquire(string jobId, JobUrgency urgency)
    {
        if (Usable() is { } result)
        {
            metrics.CacheAnswered("hit");
            return new CacheAnswer(result, null);
        }

        if (_runBy is not null && _runBy != jobId && !await StillRunsAsync(_runBy)) Promote();
        if (_runBy is null) metrics.CacheAnswered("miss");
        _runBy ??= jobId;
        if (_runBy == jobId)
        {
            _joined.Remove(jobId);
            (_runnerHeard, _runnerUrgency) = (time.GetUtcNow(), urgency);
        }
        else if (!_joined.Contains(jobId))
        {
            metrics.CacheAnswered("join");
            _joined.Add(jobId);
            if (urgency.Or(_runnerUrgency) != _runnerUrgency) RaiseRunner(urgency.Or(_runnerUrgency));
        }

        return new CacheAnswer(null, _runBy);
    }

    public async Task Publish(string jobId, GenerationResult result)
    {
        (record.State.Result, record.State.Made) = (result, time.GetUtcNow());
        await record.WriteStateAsync();
        if (_runBy == jobId) _runBy = null;
        _joined.Remove(jobId);
        foreach (var joined in _joined) Tell(joined, result);
        _joined.Clear();
    }

    public Task Abandon(string jobId)
    {
        _joined.Remove(jobId);
        if (_runBy == jobId) Promote();
        return Task.CompletedTask;
    }

    private GenerationResult? Usable()
        => record.State.Result is { } result && time.GetUtcNow() - record.State.Made < options.Value.MaxAge && store.Exists(result.Model) ? result : null;

    private async Task<bool> StillRunsAsync(string runner)
    {
        var now = time.GetUtcNow();
        if (now - _runnerHeard < TrustRunner) return true;
        var status = await GrainFactory.GetGrain<IGenerationGrain>(runner).GetStatus();
        _runnerHeard = now;
        return status is { IsFinal: false };
    }

    private void Promote()
    {
        (_runBy, _runnerHeard) = (null, time.GetUtcNow());
        if (_joined.Count == 0) return;
        _runBy = _joined[0];
        _joined.RemoveAt(0);
        Tell(_runBy, null);
    }

    private void RaiseRunner(JobUrgency urgency)
    {
        _runnerUrgency = urgency;
        TellAsync(_runBy!, job => job.Raise(urgency)).Ignore();
    }

    private void Tell(string jobId, GenerationResult? result) => TellAsync(jobId, job => job.ResolveJoin(result)).Ignore();

    // Not awaited: the job may be waiting for this grain. A message that is lost is made up for by the job's upkeep.
    private async Task TellAsync(string jobId, Func<IGenerationRunGrain, Task> tell)
    {
        try
        {
            await tell(GrainFactory.GetGrain<IGenerationRunGrain>(jobId));
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogNotTold(logger, exception, jobId);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} could not be told of the run it shares with others.")]
    private static partial void LogNotTold(ILogger logger, Exception exception, string job);
}
