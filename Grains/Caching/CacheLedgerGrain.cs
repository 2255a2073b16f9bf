using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Placement;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Grains.Caching;

/// <summary>
/// Keeps the cache of the cluster within its bounds: <see cref="CacheLedger"/> says what has to go, and its file is removed. It keeps nothing durable: when it starts, and now and then, it looks
/// at what is in the folder.
/// </summary>
[ControlPlacement]
[KeepAlive]
internal sealed partial class CacheLedgerGrain(
    CacheEntryFiles files, IOptions<ResultCacheOptions> options, CacheMetrics metrics, TimeProvider time, ILogger<CacheLedgerGrain> logger) : Grain, ICacheLedgerGrain
{
    private static readonly TimeSpan EvictPeriod = TimeSpan.FromSeconds(10);

    /// <summary>What silos could not tell is found out this often.</summary>
    private static readonly TimeSpan LookPeriod = TimeSpan.FromHours(1);

    private readonly CacheLedger _ledger = new(options.Value);
    private readonly DateTimeOffset _since = time.GetUtcNow();
    private CacheCounts _answers;
    private long _evictedByAge;
    private long _evictedBySize;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Enabled)
        {
            this.RegisterGrainTimer(LookAsync, new GrainTimerCreationOptions(TimeSpan.Zero, LookPeriod));
            this.RegisterGrainTimer(_ => EvictAsync(), new GrainTimerCreationOptions(EvictPeriod, EvictPeriod));
        }

        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Kept(null);
        return Task.CompletedTask;
    }

    public Task Report(CacheReport report)
    {
        _answers += report.Answers;
        foreach (var item in report.Kept) _ledger.Keep(item);
        foreach (var use in report.Used) _ledger.Use(use);
        foreach (var name in report.Dropped) _ledger.Drop(name);
        return EvictAsync();
    }

    public Task<CacheStatus> GetStatus() => Task.FromResult(Status);

    private CacheStatus Status => !options.Value.Enabled ? CacheStatus.Off : new CacheStatus
    {
        Enabled = true,
        Entries = _ledger.Count,
        MaxEntries = options.Value.MaxEntries,
        Bytes = _ledger.Bytes,
        MaxBytes = options.Value.MaxBytes,
        MaxAge = options.Value.MaxAge,
        Answers = _answers,
        EvictedByAge = _evictedByAge,
        EvictedBySize = _evictedBySize,
        Since = _since,
    };

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var looked = time.GetUtcNow();
            // Some 20 µs an entry: not on a thread that turns need.
            _ledger.Reconcile(await Task.Run(() => files.List(cancellationToken).ToList(), cancellationToken), looked);
            LogLooked(_ledger.Count, _ledger.Bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFolderAway(exception);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        await EvictAsync();
    }

    private Task EvictAsync()
    {
        try
        {
            while (_ledger.TryEvict(time.GetUtcNow()) is { } evicted)
            {
                files.Delete(evicted.Name);
                if (evicted.Reason == EvictionReason.Age) _evictedByAge++;
                else _evictedBySize++;
                metrics.Evicted(evicted.Reason);
                LogEvicted(evicted.Name, evicted.Reason);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The entry is still there, and the next look finds it.
            LogFolderAway(exception);
        }

        metrics.Kept(Status);
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The result cache keeps {Entries} entries of {Bytes} bytes.")]
    private partial void LogLooked(int entries, long bytes);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Entry {Name} was evicted from the result cache because of its {Reason}.")]
    private partial void LogEvicted(string name, EvictionReason reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folder of the result cache cannot be used; it is tried again.")]
    private partial void LogFolderAway(Exception exception);
}
