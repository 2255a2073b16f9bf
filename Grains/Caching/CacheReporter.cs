using Hunyuan3D.Grains.Interfaces.Caching;
using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Grains.Caching;

/// <summary>
/// Tells the ledger once a second what this silo's part of the cache did, so that a job costs no call for it. What is lost with a silo is made up for: entries by the ledger's look at the
/// folder, counts not at all.
/// </summary>
internal sealed partial class CacheReporter(IGrainFactory grains, TimeProvider time, ILogger<CacheReporter> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Of each kind in one report: an entry takes up to 800 bytes, a name 150, and a call carries 64 KiB.</summary>
    private const int MostItems = 50;

    private const int MostNames = 80;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private readonly Dictionary<string, CacheItem> _kept = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dropped = new(StringComparer.Ordinal);
    private CacheCounts _answers;

    public void Kept(CacheItem item)
    {
        lock (_gate)
        {
            _dropped.Remove(item.Name);
            _kept[item.Name] = item;
        }
    }

    public void Used(string name, DateTimeOffset at)
    {
        lock (_gate) _used[name] = at;
    }

    public void Dropped(string name)
    {
        lock (_gate)
        {
            _kept.Remove(name);
            _dropped.Add(name);
        }
    }

    public void Answered(CacheAnswerKind answer) => Add(answer switch
    {
        CacheAnswerKind.Hit => new CacheCounts(1, 0, 0, 0, 0),
        CacheAnswerKind.Partial => new CacheCounts(0, 1, 0, 0, 0),
        CacheAnswerKind.Join => new CacheCounts(0, 0, 1, 0, 0),
        CacheAnswerKind.JoinShape => new CacheCounts(0, 0, 0, 1, 0),
        _ => new CacheCounts(0, 0, 0, 0, 1),
    });

    public void Participate(ISiloLifecycle lifecycle)
    {
        ArgumentNullException.ThrowIfNull(lifecycle);
        lifecycle.Subscribe(
            nameof(CacheReporter),
            ServiceLifecycleStage.Active,
            _ =>
            {
                _loop = Task.Run(ReportAsync, CancellationToken.None);
                return Task.CompletedTask;
            },
            async cancellationToken =>
            {
                await _stop.CancelAsync();
                await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            });
    }

    public void Dispose() => _stop.Dispose();

    /// <summary>What there is to tell, or the beginning of it; null: nothing. What is taken is not told again.</summary>
    internal CacheReport? Take()
    {
        lock (_gate)
        {
            if (_kept.Count == 0 && _used.Count == 0 && _dropped.Count == 0 && _answers == default) return null;
            CacheItem[] kept = [.. _kept.Values.Take(MostItems)];
            CacheUse[] used = [.. _used.Take(MostNames).Select(use => new CacheUse(use.Key, use.Value))];
            string[] dropped = [.. _dropped.Take(MostNames)];
            var report = new CacheReport([.. kept], [.. used], [.. dropped], _answers);
            foreach (var item in kept) _kept.Remove(item.Name);
            foreach (var use in used) _used.Remove(use.Name);
            _dropped.ExceptWith(dropped);
            _answers = default;
            return report;
        }
    }

    private void Add(CacheCounts answers)
    {
        lock (_gate) _answers += answers;
    }

    private async Task ReportAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Period, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (Take() is { } report && await TellAsync(report)) ;
        }
    }

    private async Task<bool> TellAsync(CacheReport report)
    {
        try
        {
            await grains.GetGrain<ICacheLedgerGrain>(ICacheLedgerGrain.Key).Report(report);
            return true;
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogNotTold(logger, exception);
            Add(report.Answers);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The ledger of the result cache could not be told what this silo kept; it will find out by itself.")]
    private static partial void LogNotTold(ILogger logger, Exception exception);
}
