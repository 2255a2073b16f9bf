using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Generation;
using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// Wakes every active job, so that each sends its ticket or states its lease to the queue. Run when a queue starts, when a silo is lost, and now and
/// then. Requests that arrive while a sweep runs make it run once more.
/// </summary>
internal sealed partial class ActiveJobSweep(IGenerationIndex index, IGrainFactory grains, TimeProvider time, ILogger logger)
{
    private const int AtATime = 32;

    /// <summary>A job on a silo that just died is only reachable once the cluster has agreed on that.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly HashSet<string> _unheard = new(StringComparer.Ordinal);
    private bool _running;
    private bool _again;
    private bool _listed;

    /// <summary>Of the jobs that were active when the queue started, those that have not answered yet; null: not even listed yet.</summary>
    public int? Unheard => _listed ? _unheard.Count : null;

    /// <summary>Called from one grain's turns only.</summary>
    public void Request(CancellationToken cancellationToken)
    {
        _again = true;
        if (!_running) RunAsync(cancellationToken).Ignore();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        _running = true;
        try
        {
            while (_again && !cancellationToken.IsCancellationRequested)
            {
                _again = false;
                if (await SweepAsync(cancellationToken)) continue;
                await Task.Delay(RetryAfter, time, cancellationToken);
                _again = true;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        finally
        {
            _running = false;
        }
    }

    /// <summary>False: some jobs were not reached.</summary>
    private async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var (woken, missed) = (0, 0);
        try
        {
            var active = new List<string>();
            await foreach (var page in index.ActiveAsync(cancellationToken)) active.AddRange(page);
            if (!_listed) _unheard.UnionWith(active);
            _listed = true;
            foreach (var group in active.Chunk(AtATime))
            {
                var answers = await Task.WhenAll(group.Select(WakeAsync));
                woken += answers.Count(answer => answer);
                missed += answers.Count(answer => !answer);
                cancellationToken.ThrowIfCancellationRequested();
            }

            // Jobs that could not be reached and are not listed any more have ended.
            if (missed == 0) _unheard.Clear();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogIndexAway(logger, exception);
            return false;
        }

        LogSwept(logger, woken, missed);
        return missed == 0;
    }

    private async Task<bool> WakeAsync(string jobId)
    {
        try
        {
            await grains.GetGrain<IGenerationRunGrain>(jobId).Wake();
            _unheard.Remove(jobId);
            return true;
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogNotWoken(logger, exception, jobId);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Woke {Woken} active jobs; {Missed} could not be reached.")]
    private static partial void LogSwept(ILogger logger, int woken, int missed);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Job {Job} could not be woken yet.")]
    private static partial void LogNotWoken(ILogger logger, Exception exception, string job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The list of active jobs could not be read; it is tried again.")]
    private static partial void LogIndexAway(ILogger logger, Exception exception);
}
