using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Hunyuan3D.Inference.Hub;

/// <summary>
/// A file under way: <c>NAME.part</c>, and <c>NAME.part.json</c> that says which ranges of which content are there. A range is written down only after its bytes
/// have reached the disk, so that it can be trusted after a crash; the hash of the whole has the last word. Opened by one process at a time.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _path;
    private readonly HubOptions _options;
    private readonly TimeProvider _time;
    private readonly SafeFileHandle _file;
    private readonly Lock _lock = new();
    private ByteRanges _ranges = new();
    private long _unsaved;
    private long _savedAt;

    /// <param name="path">The final name.</param>
    /// <param name="options">Say how often what has arrived is written down.</param>
    /// <exception cref="IOException">Another process has it open, or it cannot be written.</exception>
    public PartialFile(string path, long bytes, HubOptions options, TimeProvider time)
    {
        (_path, Bytes, _options, _time, _savedAt) = (path, bytes, options, time, time.GetTimestamp());
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = File.OpenHandle(PartPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, FileOptions.Asynchronous);
        if (RandomAccess.GetLength(_file) == bytes && Load(StatePath) is { } state && state.Bytes == bytes)
            (Identity, _ranges) = (state.Identity, new ByteRanges(state.Ranges!.Select(range => (range[0], range[1]))));
        else
            Reset(identity: null);
    }

    public long Bytes { get; }

    public string PartPath => _path + ".part";

    private string StatePath => PartPath + ".json";

    /// <summary>Null: nothing has been answered yet.</summary>
    public string? Identity { get; private set; }

    /// <summary>Bytes that are there.</summary>
    public long Done
    {
        get
        {
            lock (_lock)
                return _ranges.Count;
        }
    }

    public IReadOnlyList<(long From, long To)> Missing(long largest)
    {
        lock (_lock)
            return _ranges.Missing(Bytes, largest);
    }

    /// <summary>False: what is there is of another content. What comes first decides.</summary>
    public bool Accepts(string? identity)
    {
        lock (_lock)
        {
            Identity ??= identity;
            return identity is null || Identity == identity;
        }
    }

    public async ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await RandomAccess.WriteAsync(_file, bytes, offset, cancellationToken);
        lock (_lock)
        {
            _ranges.Add(offset, offset + bytes.Length);
            _unsaved += bytes.Length;
            if (_unsaved >= _options.SaveBytes || _time.GetElapsedTime(_savedAt) >= _options.SavePeriod)
                SaveLocked();
        }
    }

    /// <summary>Writes down what has arrived.</summary>
    public void Save()
    {
        lock (_lock)
            SaveLocked();
    }

    /// <summary>Forgets what is there.</summary>
    /// <param name="identity">Of the content that comes next; null: not known.</param>
    public void Reset(string? identity)
    {
        lock (_lock)
        {
            File.Delete(StatePath);
            RandomAccess.SetLength(_file, 0);
            RandomAccess.SetLength(_file, Bytes);
            (Identity, _ranges, _unsaved) = (identity, new ByteRanges(), 0);
        }
    }

    public Task<ContentHash> HashAsync(HashKind kind, CancellationToken cancellationToken) => ContentHash.OfAsync(kind, _file, cancellationToken);

    /// <summary>Gives the complete file its final name, and closes it. Call when its hash is known to be right.</summary>
    public void Finish()
    {
        RandomAccess.FlushToDisk(_file);
        _file.Dispose();
        File.Move(PartPath, _path, overwrite: true);
        File.Delete(StatePath);
    }

    /// <summary>Removes it.</summary>
    public void Discard()
    {
        _file.Dispose();
        File.Delete(StatePath);
        File.Delete(PartPath);
    }

    public void Dispose() => _file.Dispose();

    private void SaveLocked()
    {
        if (_unsaved == 0)
            return;
        RandomAccess.FlushToDisk(_file);
        var state = new PartialState(Bytes, Identity, [.. _ranges.Ranges.Select(range => new[] { range.From, range.To })]);
        var temporary = StatePath + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(state, HubJson.Default.PartialState));
        File.Move(temporary, StatePath, overwrite: true);
        (_unsaved, _savedAt) = (0, _time.GetTimestamp());
    }

    /// <summary>Bytes that are known to be there of the file that <paramref name="path"/> will be.</summary>
    public static long SavedBytes(string path) =>
        Load(path + ".part.json") is { } state ? new ByteRanges(state.Ranges!.Select(range => (range[0], range[1]))).Count : 0;

    /// <summary>Null: there is none, or none to be trusted.</summary>
    private static PartialState? Load(string path)
    {
        try
        {
            var state = JsonSerializer.Deserialize(File.ReadAllBytes(path), HubJson.Default.PartialState);
            return state?.Ranges is { } ranges && ranges.All(r => r is [>= 0, _] && r[0] <= r[1] && r[1] <= state.Bytes) ? state : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}
