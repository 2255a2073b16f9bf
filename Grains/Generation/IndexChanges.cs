using StackExchange.Redis;

namespace Hunyuan3D.Grains.Generation;

/// <summary>Changes of sorted sets that were not sent yet, by set: of several changes of one member the last one counts.</summary>
internal sealed class IndexChanges
{
    private readonly Dictionary<string, Dictionary<string, double?>> _sets = new(StringComparer.Ordinal);

    public bool IsEmpty => _sets.Count == 0;

    public void Add(string set, string member, double score) => Set(set)[member] = score;

    public void Remove(string set, string member) => Set(set)[member] = null;

    /// <summary>Takes changes in that are older than all of these.</summary>
    public void Precede(IndexChanges older)
    {
        foreach (var (set, members) in older._sets)
        {
            foreach (var (member, score) in members) Set(set).TryAdd(member, score);
        }
    }

    /// <summary>Two commands at most for each set, sent together.</summary>
    public Task WriteAsync(IDatabase database)
    {
        var batch = database.CreateBatch();
        List<Task> writes = [];
        foreach (var (set, members) in _sets)
        {
            SortedSetEntry[] added = [.. members.Where(member => member.Value is not null).Select(member => new SortedSetEntry(member.Key, member.Value!.Value))];
            RedisValue[] removed = [.. members.Where(member => member.Value is null).Select(member => (RedisValue)member.Key)];
            if (added.Length > 0) writes.Add(batch.SortedSetAddAsync(set, added));
            if (removed.Length > 0) writes.Add(batch.SortedSetRemoveAsync(set, removed));
        }

        batch.Execute();
        return Task.WhenAll(writes);
    }

    private Dictionary<string, double?> Set(string name)
    {
        if (!_sets.TryGetValue(name, out var members)) _sets.Add(name, members = new Dictionary<string, double?>(StringComparer.Ordinal));
        return members;
    }
}
