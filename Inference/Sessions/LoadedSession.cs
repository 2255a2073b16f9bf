namespace Hunyuan3D.Inference.Sessions;

/// <summary>A graph that a <see cref="SessionPool"/> has in memory or is loading; guarded by the pool.</summary>
internal sealed class LoadedSession(GraphFile file)
{
    /// <summary>As it was when it was loaded.</summary>
    public GraphFile File => file;

    public string Path => file.Path;

    public long Bytes => file.Bytes;

    /// <summary>Null while it is loading.</summary>
    public OnnxSession? Session { get; set; }

    public int Users { get; set; }

    public long LastUse { get; set; }
}
