using System.Runtime.CompilerServices;
using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Generation;
using StackExchange.Redis;

namespace Hunyuan3D.Hosting;

/// <summary>
/// The index of jobs in the cluster's Redis: one sorted set (by time of submission) of the active jobs, one for each final status, one for
/// each user. A list by user and status walks the user's set and asks the status's set. Final and user sets keep the newest
/// <see cref="MaxListed"/> jobs; older ones still exist, but are not listed.
/// </summary>
internal sealed class RedisGenerationIndex(RedisConnection redis) : IGenerationIndex
{
    internal const int MaxListed = 10_000;
    private const int PageSize = 256;
    private const string Prefix = SiloSettings.ClusterName + "/index/";
    private const string Active = Prefix + "active";

    public async Task AddAsync(GenerationIndexEntry entry)
    {
        var batch = (await redis.GetAsync()).CreateBatch();
        Task[] writes =
        [
            batch.SortedSetAddAsync(Active, entry.Id, Score(entry), When.NotExists),
            batch.SortedSetAddAsync(OfUser(entry.User), entry.Id, Score(entry), When.NotExists),
            batch.SortedSetRemoveRangeByRankAsync(OfUser(entry.User), 0, -MaxListed - 1),
        ];
        batch.Execute();
        await Task.WhenAll(writes);
    }

    public async Task EndAsync(GenerationIndexEntry entry, GenerationStatusCode status)
    {
        var batch = (await redis.GetAsync()).CreateBatch();
        // Added before it is removed: a job is never in no set.
        Task[] writes =
        [
            batch.SortedSetAddAsync(OfStatus(status), entry.Id, Score(entry)),
            batch.SortedSetRemoveRangeByRankAsync(OfStatus(status), 0, -MaxListed - 1),
            batch.SortedSetRemoveAsync(Active, entry.Id),
        ];
        batch.Execute();
        await Task.WhenAll(writes);
    }

    public async Task RemoveAsync(string id) => await (await redis.GetAsync()).SortedSetRemoveAsync(Active, id);

    public async Task<IReadOnlyList<string>> ListAsync(string? user, GenerationStatusCode? status, int skip, int take)
    {
        var database = await redis.GetAsync();
        return (user, status) switch
        {
            (null, null) => await NewestOfAllAsync(database, skip, take),
            (null, { } one) => await NewestAsync(database, OfStatus(one), skip, take),
            ({ } name, null) => await NewestAsync(database, OfUser(name), skip, take),
            ({ } name, { } one) => await FilteredAsync(database, OfUser(name), OfStatus(one), skip, take),
        };
    }

    public async IAsyncEnumerable<IReadOnlyList<string>> ActiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The whole set at once: pages by rank would miss jobs while others end, and ids are small.
        var active = await (await redis.GetAsync()).SortedSetRangeByRankAsync(Active).WaitAsync(cancellationToken);
        foreach (var page in active.Chunk(PageSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return [.. page.Select(id => id.ToString())];
        }
    }

    private static async Task<IReadOnlyList<string>> NewestAsync(IDatabase database, RedisKey set, int skip, int take) =>
        [.. (await database.SortedSetRangeByRankAsync(set, skip, skip + take - 1, Order.Descending)).Select(id => id.ToString())];

    private static async Task<IReadOnlyList<string>> NewestOfAllAsync(IDatabase database, int skip, int take)
    {
        RedisKey[] sets = [Active, OfStatus(GenerationStatusCode.Completed), OfStatus(GenerationStatusCode.Failed), OfStatus(GenerationStatusCode.Cancelled)];
        var parts = await Task.WhenAll(sets.Select(s => database.SortedSetRangeByRankWithScoresAsync(s, 0, skip + take - 1, Order.Descending)));
        return
        [
            .. parts.SelectMany(p => p)
                .OrderByDescending(e => e.Score).ThenByDescending(e => e.Element.ToString(), StringComparer.Ordinal)
                .Select(e => e.Element.ToString())
                .Distinct()
                .Skip(skip).Take(take),
        ];
    }

    private static async Task<IReadOnlyList<string>> FilteredAsync(IDatabase database, RedisKey user, RedisKey status, int skip, int take)
    {
        var found = new List<string>();
        for (var start = 0; found.Count < skip + take; start += PageSize)
        {
            var page = await database.SortedSetRangeByRankAsync(user, start, start + PageSize - 1, Order.Descending);
            if (page.Length == 0)
                break;
            var scores = await database.SortedSetScoresAsync(status, page);
            found.AddRange(page.Where((_, i) => scores[i] is not null).Select(id => id.ToString()));
        }

        return [.. found.Skip(skip).Take(take)];
    }

    private static double Score(GenerationIndexEntry entry) => entry.Submitted.ToUnixTimeMilliseconds();

    private static RedisKey OfUser(string user) => $"{Prefix}user/{user}";

    private static RedisKey OfStatus(GenerationStatusCode status) => status switch
    {
        GenerationStatusCode.Queued or GenerationStatusCode.Running => Active,
        _ => Prefix + status.ToString().ToLowerInvariant(),
    };
}
