using System.Runtime.CompilerServices;
using Hunyuan3D.Grains.Interfaces.Generation;
using StackExchange.Redis;

namespace Hunyuan3D.Grains.Generation;

/// <summary>
/// The index as Redis sorted sets of job ids, scored by time of submission: one set for every scope (all, or one user) and class (any, active, or a
/// final status). A job's start and end cost one round trip each.
/// </summary>
internal sealed class RedisGenerationIndex(ConfigurationOptions options, string cluster) : IGenerationIndex, IAsyncDisposable
{
    private const int PageSize = 512;

    /// <summary>Older entries fall out of the lists of ended jobs; the jobs themselves stay.</summary>
    private const int MostListed = 100_000;

    /// <summary>Lists are cut to size with one of this many ends.</summary>
    private const int TrimEvery = 128;

    private const string Any = "any";
    private const string Active = "active";

    private readonly Lazy<Task<ConnectionMultiplexer>> _connection = new(() => ConnectionMultiplexer.ConnectAsync(options));

    public async Task AddAsync(GenerationIndexEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var batch = (await DatabaseAsync()).CreateBatch();
        var score = entry.Submitted.ToUnixTimeMilliseconds();
        Task[] writes =
        [
            batch.SortedSetAddAsync(Key(null, Active), entry.Id, score),
            batch.SortedSetAddAsync(Key(null, Any), entry.Id, score),
            batch.SortedSetAddAsync(Key(entry.User, Active), entry.Id, score),
            batch.SortedSetAddAsync(Key(entry.User, Any), entry.Id, score),
        ];
        batch.Execute();
        await Task.WhenAll(writes);
    }

    public async Task EndAsync(GenerationIndexEntry entry, GenerationStatusCode status)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var batch = (await DatabaseAsync()).CreateBatch();
        var score = entry.Submitted.ToUnixTimeMilliseconds();
        List<Task> writes =
        [
            batch.SortedSetAddAsync(Key(null, Name(status)), entry.Id, score),
            batch.SortedSetAddAsync(Key(entry.User, Name(status)), entry.Id, score),
            batch.SortedSetRemoveAsync(Key(entry.User, Active), entry.Id),
            batch.SortedSetRemoveAsync(Key(null, Active), entry.Id),
        ];
        if (Random.Shared.Next(TrimEvery) == 0)
        {
            foreach (var key in (ReadOnlySpan<string>)[Key(null, Any), Key(null, Name(status)), Key(entry.User, Any), Key(entry.User, Name(status))])
                writes.Add(batch.SortedSetRemoveRangeByRankAsync(key, 0, -MostListed - 1));
        }

        batch.Execute();
        await Task.WhenAll(writes);
    }

    public async Task RemoveAsync(string id)
    {
        var batch = (await DatabaseAsync()).CreateBatch();
        Task[] writes = [batch.SortedSetRemoveAsync(Key(null, Active), id), batch.SortedSetRemoveAsync(Key(null, Any), id)];
        batch.Execute();
        await Task.WhenAll(writes);
    }

    public async Task<IReadOnlyList<string>> ListAsync(string? user, GenerationStatusCode? status, int skip, int take)
    {
        var database = await DatabaseAsync();
        var ids = await database.SortedSetRangeByRankAsync(Key(user, status is { } code ? Name(code) : Any), skip, skip + take - 1, Order.Descending);
        return Array.ConvertAll(ids, id => (string)id!);
    }

    public async IAsyncEnumerable<IReadOnlyList<string>> ActiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
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
        if (_connection.IsValueCreated) await (await _connection.Value).DisposeAsync();
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
}
