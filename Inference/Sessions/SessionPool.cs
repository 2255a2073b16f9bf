using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.Sessions;

/// <summary>
/// The loaded graphs of one device, for all engines and jobs. A graph is loaded on first use; when it would not fit the memory budget, those used longest ago are unloaded first, and where
/// all of them are in use it waits. What has not been used for a while is unloaded by a timer. A graph in use is never unloaded. All members may be called from any thread.
/// </summary>
internal sealed class SessionPool : IDisposable
{
    /// <summary>In low memory, graphs of at most this many bytes may stay beside a larger one: they are used in turns, point group by point group.</summary>
    public const long SmallGraphBytes = 256L << 20;

    private static readonly TimeSpan LongestPeriod = TimeSpan.FromSeconds(30);

    private readonly SessionPoolOptions _options;
    private readonly TimeProvider _time;
    private readonly SessionDevice _device;
    private readonly List<LoadedSession> _loaded = [];
    private readonly ITimer _idle;

    // A monitor, since threads wait for memory and for each other's loads.
    private readonly object _gate = new();
    private bool _disposed;

    public SessionPool(SessionPoolOptions options, TimeProvider time)
    {
        (_options, _time, _device) = (options, time, SessionDevice.Parse(options.Device));
        var period = options.IdleUnload / 4 < LongestPeriod ? options.IdleUnload / 4 : LongestPeriod;
        _idle = time.CreateTimer(_ => UnloadIdle(), null, period, period);
    }

    /// <summary>What the pool's graphs have to be built for.</summary>
    public GraphDevice Device => _device.Kind;

    /// <summary>Whether work is to be split where that saves memory.</summary>
    public bool LowMemory => _options.LowMemory;

    /// <summary>Paths of the graphs that are in memory.</summary>
    public IReadOnlyCollection<string> Warm
    {
        get
        {
            lock (_gate)
                return [.. _loaded.Where(loaded => loaded.Session is not null).Select(loaded => loaded.Path)];
        }
    }

    /// <summary>A graph by its file; loaded when it is run.</summary>
    public PooledSession Get(string path) => new(this, path);

    /// <summary>
    /// Loads the graph if need be; one that was replaced on disk is loaded anew, and one that was removed is used as long as it is loaded. Waits while there is no memory for it because other graphs are in use.
    /// </summary>
    /// <exception cref="FileNotFoundException">It is neither loaded nor there.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting. A load that has begun is ended.</exception>
    public SessionLease Rent(string path, CancellationToken cancellationToken)
    {
        using var wake = cancellationToken.UnsafeRegister(_ => Wake(), null);
        LoadedSession loaded;
        var file = GraphFile.Find(path);
        var evicted = new List<LoadedSession>();
        lock (_gate)
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (_loaded.Find(other => other.Path == path && (file is null || other.File == file)) is { } known)
                {
                    if (known.Session is not null)
                        return Take(known);
                }
                else if (file is null)
                {
                    throw new FileNotFoundException($"The graph {path} is gone: its model was removed.", path);
                }
                else if (MakeRoom(file.Bytes, evicted))
                {
                    loaded = new LoadedSession(file) { Users = 1 };
                    _loaded.Add(loaded);
                    break;
                }

                Drop(evicted);
                Monitor.Wait(_gate);
            }
        }

        // Reading gigabytes takes long: nobody who only asks what is warm waits for it.
        Drop(evicted);
        Load(loaded);
        return new SessionLease(this, loaded);
    }

    /// <summary>Unloads what has not been used for the idle time and is not in use.</summary>
    /// <returns>Graphs unloaded.</returns>
    public int UnloadIdle() => Unload(loaded => _time.GetElapsedTime(loaded.LastUse) >= _options.IdleUnload);

    /// <summary>What is in use is unloaded as soon as it is given back.</summary>
    public void Dispose()
    {
        _idle.Dispose();
        lock (_gate)
            _disposed = true;
        Wake();
        Unload(_ => true);
    }

    internal void Return(LoadedSession loaded)
    {
        bool last;
        lock (_gate)
        {
            loaded.LastUse = _time.GetTimestamp();
            last = --loaded.Users == 0 && _disposed && _loaded.Remove(loaded);
            Monitor.PulseAll(_gate);
        }

        if (last)
            loaded.Session?.Dispose();
    }

    private SessionLease Take(LoadedSession loaded)
    {
        loaded.Users++;
        return new SessionLease(this, loaded);
    }

    private void Load(LoadedSession loaded)
    {
        OnnxSession? session = null;
        try
        {
            session = OnnxSession.Load(loaded.Path, _options.Threads, _device);
        }
        finally
        {
            lock (_gate)
            {
                loaded.Session = session;
                if (session is null)
                    _loaded.Remove(loaded);
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>False: what could make room is in use.</summary>
    private bool MakeRoom(long bytes, List<LoadedSession> evicted)
    {
        while (true)
        {
            var overBudget = _loaded.Sum(loaded => loaded.Bytes) > _options.MemoryBudgetBytes - bytes;
            var secondLarge = _options.LowMemory && bytes > SmallGraphBytes && _loaded.Any(IsLarge);
            if ((!overBudget && !secondLarge) || _loaded.Count == 0)
                return true;
            if (_loaded.Where(loaded => loaded.Users == 0 && (overBudget || IsLarge(loaded))).MinBy(loaded => loaded.LastUse) is not { } oldest)
                return false;
            _loaded.Remove(oldest);
            evicted.Add(oldest);
        }
    }

    private int Unload(Func<LoadedSession, bool> which)
    {
        List<LoadedSession> unloaded;
        lock (_gate)
        {
            unloaded = [.. _loaded.Where(loaded => loaded.Users == 0 && which(loaded))];
            unloaded.ForEach(loaded => _loaded.Remove(loaded));
            Monitor.PulseAll(_gate);
        }

        var count = unloaded.Count;
        Drop(unloaded);
        return count;
    }

    private static void Drop(List<LoadedSession> unloaded)
    {
        unloaded.ForEach(loaded => loaded.Session?.Dispose());
        unloaded.Clear();
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private static bool IsLarge(LoadedSession loaded) => loaded.Bytes > SmallGraphBytes;
}
