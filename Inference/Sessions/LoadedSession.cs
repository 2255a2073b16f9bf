namespace Hunyuan3D.Inference.Sessions;

/// <summary>A graph that a <see cref="SessionPool"/> has in memory or is loading; guarded by the pool.</summary>
internal sealed class LoadedSession(string path, long bytes)
{
    public string Path => path;

    /// <summary>Of the graph and its weights, as files.</summary>
    public long Bytes => bytes;

    /// <summary>Null while it is loading.</summary>
    public OnnxSession? Session { get; set; }

    public int Users { get; set; }

    public long LastUse { get; set; }
}
