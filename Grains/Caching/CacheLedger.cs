using Hunyuan3D.Grains.Interfaces.Caching;

namespace Hunyuan3D.Grains.Caching;

/// <summary>
/// What the cache keeps, in the order of its use and of its age, and which of it has to go. A file that several entries name counts once. O(log entries) for each operation.
/// </summary>
internal sealed class CacheLedger(ResultCacheOptions options)
{
    private readonly Dictionary<string, CacheItem> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _holders = new(StringComparer.Ordinal);
    private readonly SortedSet<(DateTimeOffset At, string Name)> _byUse = new(Order.Instance);
    private readonly SortedSet<(DateTimeOffset At, string Name)> _byAge = new(Order.Instance);

    public int Count => _items.Count;

    /// <summary>Of all files that entries name.</summary>
    public long Bytes { get; private set; }

    /// <summary>An entry was made, or made anew.</summary>
    public void Keep(CacheItem item)
    {
        Drop(item.Name);
        _items.Add(item.Name, item);
        _byUse.Add((item.Used, item.Name));
        _byAge.Add((item.Made, item.Name));
        foreach (var file in item.Files)
        {
            var holders = _holders.GetValueOrDefault(file.Sha256);
            _holders[file.Sha256] = holders + 1;
            if (holders == 0) Bytes += file.Length;
        }
    }

    /// <summary>An entry was asked for. News may come late; the latest counts.</summary>
    public void Use(CacheUse use)
    {
        if (!_items.TryGetValue(use.Name, out var item) || use.At <= item.Used) return;
        _byUse.Remove((item.Used, item.Name));
        _byUse.Add((use.At, item.Name));
        _items[use.Name] = item with { Used = use.At };
    }

    public void Drop(string name)
    {
        if (!_items.Remove(name, out var item)) return;
        _byUse.Remove((item.Used, name));
        _byAge.Remove((item.Made, name));
        foreach (var file in item.Files)
        {
            if (--_holders[file.Sha256] > 0) continue;
            _holders.Remove(file.Sha256);
            Bytes -= file.Length;
        }
    }

    /// <summary>Takes in what really is there. What was kept or used since <paramref name="looked"/> is not touched: the look may have come too early for it.</summary>
    public void Reconcile(IReadOnlyCollection<CacheItem> found, DateTimeOffset looked)
    {
        var names = found.Select(item => item.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var item in _items.Values.Where(item => item.Used < looked && !names.Contains(item.Name)).ToArray()) Drop(item.Name);
        foreach (var item in found.Where(item => !_items.ContainsKey(item.Name))) Keep(item);
    }

    /// <summary>Takes the next entry out that is too old or, of those used the longest ago, too much. Null: all is within the bounds.</summary>
    public (string Name, EvictionReason Reason)? TryEvict(DateTimeOffset now)
    {
        if (_items.Count == 0) return null;
        var oldest = _byAge.Min;
        if (now - oldest.At >= options.MaxAge) return Evict(oldest.Name, EvictionReason.Age);
        return Bytes > options.MaxBytes || _items.Count > options.MaxEntries ? Evict(_byUse.Min.Name, EvictionReason.Size) : null;
    }

    private (string Name, EvictionReason Reason) Evict(string name, EvictionReason reason)
    {
        Drop(name);
        return (name, reason);
    }

    // The one that tuples have compares texts by the rules of a language.
    private sealed class Order : IComparer<(DateTimeOffset At, string Name)>
    {
        public static readonly Order Instance = new();

        public int Compare((DateTimeOffset At, string Name) x, (DateTimeOffset At, string Name) y)
            => x.At.CompareTo(y.At) is var order && order != 0 ? order : string.CompareOrdinal(x.Name, y.Name);
    }
}
