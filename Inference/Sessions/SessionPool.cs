namespace Hunyuan3D.Inference.Sessions;

/// <summary>
/// The loaded graphs of one device. Loads on first use; when the next graph would not fit the memory budget, those used longest ago are unloaded first, down to one
/// graph at a time: that is the low-memory mode. Used by one job at a time.
/// </summary>
internal sealed class SessionPool(SessionPoolOptions options, TimeProvider time) : IDisposable
{
    private readonly Dictionary<string, Loaded> _loaded = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Paths of the graphs that are in memory.</summary>
    public IReadOnlyCollection<string> Warm
    {
        get
        {
            lock (_lock)
                return [.. _loaded.Keys];
        }
    }

    /// <summary>The loaded graph; valid until the next call.</summary>
    public OnnxSession Get(string path)
    {
        lock (_lock)
        {
            if (!_loaded.TryGetValue(path, out var loaded))
            {
                var bytes = SizeOf(path);
                MakeRoom(bytes);
                loaded = new Loaded(OnnxSession.Load(path, options.Threads), bytes);
                _loaded.Add(path, loaded);
            }

            loaded.LastUse = time.GetTimestamp();
            return loaded.Session;
        }
    }

    /// <summary>Unloads what has not been used for the idle time. Call between jobs.</summary>
    /// <returns>Graphs unloaded.</returns>
    public int UnloadIdle()
    {
        lock (_lock)
        {
            var idle = _loaded.Where(item => time.GetElapsedTime(item.Value.LastUse) >= options.IdleUnload).Select(item => item.Key).ToList();
            idle.ForEach(Unload);
            return idle.Count;
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _loaded.Keys.ToList().ForEach(Unload);
    }

    private void MakeRoom(long bytes)
    {
        while (_loaded.Count > 0 && _loaded.Values.Sum(loaded => loaded.Bytes) + bytes > options.MemoryBudgetBytes)
            Unload(_loaded.MinBy(item => item.Value.LastUse).Key);
    }

    private void Unload(string path)
    {
        _loaded.Remove(path, out var loaded);
        loaded?.Session.Dispose();
    }

    private static long SizeOf(string path)
    {
        var weights = new FileInfo(Path.ChangeExtension(path, ".weights"));
        return new FileInfo(path).Length + (weights.Exists ? weights.Length : 0);
    }

    private sealed record Loaded(OnnxSession Session, long Bytes)
    {
        public long LastUse { get; set; }
    }
}
