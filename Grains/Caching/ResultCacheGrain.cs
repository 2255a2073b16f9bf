using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Placement;
using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Grains.Caching;

/// <summary>
/// What is known is in <see cref="ResultCache"/> and outlives this grain. Who runs and who waits does not: after a crash the waiting jobs ask again with their upkeep, and the first that asks
/// runs unless the one that ran still does.
/// </summary>
[ControlPlacement]
[Orleans.Placement.PreferLocalPlacement]
[CollectionAgeLimit(Minutes = 2)]
internal sealed partial class ResultCacheGrain(ResultCache cache, CacheReporter reporter, CacheMetrics metrics, TimeProvider time, ILogger<ResultCacheGrain> logger) : Grain, IResultCacheGrain
{
    /// <summary>How long a runner is taken at its word before it is asked whether it still runs.</summary>
    private static readonly TimeSpan TrustRunner = TimeSpan.FromSeconds(20);

    /// <summary>Who runs is remembered at least this long without anybody asking.</summary>
    private static readonly TimeSpan RememberRunner = TimeSpan.FromHours(1);

    private readonly SharedRun _shape = new();
    private readonly Dictionary<string, SharedRun> _textures = new(StringComparer.Ordinal);

    private string Key => this.GetPrimaryKeyString();

    public async Task<CacheAnswer> Acquire(CacheAsk ask)
    {
        var runs = false;
        if (ask.Texture is { } texture)
        {
            if (cache.FindResult(Key, texture) is { } known) return Answer(CacheAnswerKind.Hit, new CacheAnswer(known.Result, null));
            var run = RunOf(texture);
            if (await WaitsAsync(run, ask, CacheAnswerKind.Join)) return new CacheAnswer(null, run.By);
            runs = Take(run, ask);
        }

        if (!ask.MeshGiven)
        {
            if (cache.FindShape(Key) is { Shape: { } shape } entry)
                return Answer(ask.Texture is null && shape.Model is not null ? CacheAnswerKind.Hit : CacheAnswerKind.Partial, new CacheAnswer(null, null) { Shape = Reused(entry, ask.User) });
            if (await WaitsAsync(_shape, ask, ask.Texture is null ? CacheAnswerKind.Join : CacheAnswerKind.JoinShape)) return new CacheAnswer(null, _shape.By) { JoinsShape = ask.Texture is not null };
            runs |= Take(_shape, ask);
        }

        var answer = new CacheAnswer(null, ask.JobId);
        return runs ? Answer(CacheAnswerKind.Miss, answer) : answer;
    }

    public Task PublishShape(string jobId, string user, ShapeProduct product)
    {
        var entry = cache.KeepShape(Key, jobId, user, product);
        _shape.Leave(jobId);
        foreach (var (waiting, of) in _shape.End()) Tell(waiting, job => job.ResolveShape(Reused(entry, of)));
        Rest();
        return Task.CompletedTask;
    }

    public Task Publish(string jobId, string user, string texture, GenerationResult result)
    {
        cache.KeepResult(Key, texture, jobId, user, result);
        if (_textures.Remove(texture, out var run))
        {
            run.Leave(jobId);
            foreach (var (waiting, _) in run.End()) Tell(waiting, job => job.ResolveJoin(result));
        }

        // Its mesh was published when its shape stage ended, unless that call was lost.
        if (_shape.By == jobId) Promote(_shape);
        Rest();
        return Task.CompletedTask;
    }

    public Task Abandon(string jobId)
    {
        foreach (var run in _textures.Values.Append(_shape).ToArray())
        {
            run.Leave(jobId);
            if (run.By == jobId) Promote(run);
        }

        Rest();
        return Task.CompletedTask;
    }

    private SharedRun RunOf(string texture)
    {
        if (!_textures.TryGetValue(texture, out var run)) _textures.Add(texture, run = new SharedRun());
        return run;
    }

    /// <summary>Whether another job runs and this one waits for it.</summary>
    private async Task<bool> WaitsAsync(SharedRun run, CacheAsk ask, CacheAnswerKind kind)
    {
        if (run.By is not null && run.By != ask.JobId && !await StillRunsAsync(run)) Promote(run);
        if (run.By is null || run.By == ask.JobId) return false;
        if (!run.Join(ask.JobId, ask.User)) return true;
        Count(kind);
        if (ask.Urgency.Or(run.Urgency) is var urgency && urgency != run.Urgency)
        {
            run.Urgency = urgency;
            Tell(run.By, job => job.Raise(urgency));
        }

        return true;
    }

    private async Task<bool> StillRunsAsync(SharedRun run)
    {
        var now = time.GetUtcNow();
        if (now - run.Heard < TrustRunner) return true;
        var status = await GrainFactory.GetGrain<IGenerationGrain>(run.By!).GetStatus();
        run.Heard = now;
        return status is { IsFinal: false };
    }

    /// <summary>False: it ran already.</summary>
    private bool Take(SharedRun run, CacheAsk ask)
    {
        DelayDeactivation(RememberRunner);
        return run.Take(ask.JobId, ask.Urgency, time.GetUtcNow());
    }

    private void Promote(SharedRun run)
    {
        if (run.Promote(time.GetUtcNow()) is not { } next) return;
        if (ReferenceEquals(run, _shape)) Tell(next, job => job.ResolveShape(null));
        else Tell(next, job => job.ResolveJoin(null));
    }

    /// <summary>With nobody running there is nothing to remember.</summary>
    private void Rest()
    {
        foreach (var idle in _textures.Where(run => run.Value.IsIdle).Select(run => run.Key).ToArray()) _textures.Remove(idle);
        if (_textures.Count == 0 && _shape.IsIdle) DelayDeactivation(TimeSpan.Zero);
    }

    private static ReusedShape Reused(CacheEntry entry, string user) => new(entry.Shape!, new ShapeSource(entry.User == user ? entry.JobId : null, entry.Made));

    private CacheAnswer Answer(CacheAnswerKind kind, CacheAnswer answer)
    {
        Count(kind);
        return answer;
    }

    private void Count(CacheAnswerKind kind)
    {
        metrics.Answered(kind);
        reporter.Answered(kind);
    }

    private void Tell(string jobId, Func<IGenerationRunGrain, Task> tell) => TellAsync(jobId, tell).Ignore();

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
