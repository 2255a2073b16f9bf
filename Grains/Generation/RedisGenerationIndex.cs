using System.Runtime.CompilerServices;
using Hunyuan3D.Grains.Interfaces.Generation;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Hunyuan3D.Grains.Generation;

/// <summary>
/// The index as Redis sorted sets of job ids, scored by time of submission: one set for every scope (all, or one user) and class (any, active, or a
/// final status). Recovery goes by the set of all active jobs, so a job is durable there before <see cref="AddAsync"/> returns; jobs that are added while others
/// are written travel together. All other changes only serve lists and follow within <see cref="Lag"/>, many at a time: what a crash loses of them is made up
/// for by the jobs, since those are still listed as active.
/// </summary>
internal sealed partial class RedisGenerationIndex(ConfigurationOptions options, string cluster, TimeProvider time, ILogger<RedisGenerationIndex> logger) : IGenerationIndex, IAsyncDisposable
{
    /// <summary>How long changes that need not be durable at once wait for others.</summary>
    internal static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(100);

    private const int PageSize = 512;

    /// <summary>Older entries fall out of the lists of ended jobs; the jobs themselves stay.</summary>
    private const int MostListed = 100_000;

    /// <summary>Lists are cut to size with one of this many ends.</summary>
    private const int TrimEvery = 128;

    private const string Any = "any";
    private const string Active = "active";

    private readonly Lazy<Task<ConnectionMultiplexer>> _connection = new(() => ConnectionMultiplexer.ConnectAsync(options));
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _flushing = new(1);
    private readonly string _active = $"{cluster}/jobs/{Active}";
    private List<SortedSetEntry> _starts = [];
    private TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _starting;
    private IndexChanges _changes = new();
    private bool _flushDue;

    public async Task AddAsync(GenerationIndexEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var score = entry.Submitted.ToUnixTimeMilliseconds();
        Task started;
        bool first;
        lock (_gate)
        {
            _starts.Add(new SortedSetEntry(entry.Id, score));
            (started, first, _starting) = (_started.Task, !_starting, true);
        }

        if (first) StartAsync().Ignore();
        await started;
        lock (_gate)
        {
            _changes.Add(Key(null, Any), entry.Id, score);
            _changes.Add(Key(entry.User, Active), entry.Id, score);
            _changes.Add(Key(entry.User, Any), entry.Id, score);
        }

        FlushLater();
    }

    public Task EndAsync(GenerationIndexEntry entry, GenerationStatusCode status)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var score = entry.Submitted.ToUnixTimeMilliseconds();
        lock (_gate)
        {
            _changes.Add(Key(null, Name(status)), entry.Id, score);
            _changes.Add(Key(entry.User, Name(status)), entry.Id, score);
            _changes.Remove(Key(entry.User, Active), entry.Id);
            _changes.Remove(_active, entry.Id);
        }

        FlushLater();
        return Random.Shared.Next(TrimEvery) == 0 ? TrimAsync(entry.User, status) : Task.CompletedTask;
    }

    public async Task RemoveAsync(string id)
    {
        lock (_gate)
        {
            _changes.Remove(_active, id);
            _changes.Remove(Key(null, Any), id);
        }

        await FlushAsync();
    }

    public async Task<IReadOnlyList<string>> ListAsync(string? user, GenerationStatusCode? status, int skip, int take)
    {
        await FlushAsync();
        var database = await DatabaseAsync();
        var ids = await database.SortedSetRangeByRankAsync(Key(user, status is { } code ? Name(code) : Any), skip, skip + take - 1, Order.Descending);
        return Array.ConvertAll(ids, id => (string)id!);
    }

    public async IAsyncEnumerable<IReadOnlyList<string>> ActiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await FlushAsync();
        var database = await DatabaseAsync();
        // By score and not by rank: jobs that end while the pages are read move the ranks.
        var (from, seen) = (double.NegativeInfinity, new HashSet<string>(StringComparer.Ordinal));
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await database.SortedSetRangeByScoreWithScoresAsync(Key(null, Active), from, take: PageSize + seen.Count);
            string[] ids = [.. page.Select(entry => (string)entry.Element!).Where(id => !seen.Contains(id))];
            if (ids.Length == 0) yield break;
            yield return ids;
            var last = page[^1].Score;
            if (last > from) seen.Clear();
            seen.UnionWith(page.Where(entry => entry.Score >= last).Select(entry => (string)entry.Element!));
            from = last;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_connection.IsValueCreated) return;
        await FlushAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await (await _connection.Value).DisposeAsync();
    }

    /// <summary>Writes what was added, until nothing more was added meanwhile.</summary>
    private async Task StartAsync()
    {
        while (true)
        {
            SortedSetEntry[] starts;
            TaskCompletionSource done;
            lock (_gate)
            {
                if (_starts.Count == 0)
                {
                    _starting = false;
                    return;
                }

                (starts, done) = ([.. _starts], _started);
                (_starts, _started) = ([], new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            try
            {
                await (await DatabaseAsync()).SortedSetAddAsync(_active, starts);
                done.SetResult();
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        }
    }

    private void FlushLater()
    {
        lock (_gate)
        {
            if (_flushDue) return;
            _flushDue = true;
        }

        WaitAndFlushAsync().Ignore();
    }

    private async Task WaitAndFlushAsync()
    {
        await Task.Delay(Lag, time);
        lock (_gate) _flushDue = false;
        try
        {
            await FlushAsync();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            LogLate(exception);
            if (exception is not ObjectDisposedException) FlushLater();
        }
    }

    /// <summary>Sends all changes so far. Those that could not be sent are kept for the next time.</summary>
    private async Task FlushAsync()
    {
        await _flushing.WaitAsync();
        try
        {
            IndexChanges changes;
            lock (_gate)
            {
                if (_changes.IsEmpty) return;
                (changes, _changes) = (_changes, new IndexChanges());
            }

            try
            {
                await changes.WriteAsync(await DatabaseAsync());
            }
            catch
            {
                lock (_gate) _changes.Precede(changes);
                throw;
            }
        }
        finally
        {
            _flushing.Release();
        }
    }

    private async Task TrimAsync(string user, GenerationStatusCode status)
    {
        var batch = (await DatabaseAsync()).CreateBatch();
        var writes = Array.ConvertAll(
            [Key(null, Any), Key(null, Name(status)), Key(user, Any), Key(user, Name(status))],
            key => batch.SortedSetRemoveRangeByRankAsync(key, 0, -MostListed - 1));
        batch.Execute();
        await Task.WhenAll(writes);
    }

    private async ValueTask<IDatabase> DatabaseAsync() => (await _connection.Value).GetDatabase();

    private string Key(string? user, string kind) => user is null ? $"{cluster}/jobs/{kind}" : $"{cluster}/jobs/user/{user}/{kind}";

    private static string Name(GenerationStatusCode status) => status switch
    {
        GenerationStatusCode.Completed => "completed",
        GenerationStatusCode.Failed => "failed",
        GenerationStatusCode.Cancelled => "cancelled",
        _ => Active,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lists of jobs could not be brought up to date; it is tried again.")]
    private partial void LogLate(Exception exception);
}
