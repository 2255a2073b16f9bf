namespace Hunyuan3D.Inference.Sessions;

/// <summary>A graph on disk as it is now: another size or time means that another graph took its place.</summary>
/// <param name="Bytes">Of the graph and its weights.</param>
internal sealed record GraphFile(string Path, long Bytes, DateTime Written)
{
    /// <summary>Null: it is not there.</summary>
    public static GraphFile? Find(string path)
    {
        var (graph, weights) = (new FileInfo(path), new FileInfo(System.IO.Path.ChangeExtension(path, ".weights")));
        if (!graph.Exists)
            return null;
        return weights.Exists
            ? new GraphFile(path, graph.Length + weights.Length, weights.LastWriteTimeUtc > graph.LastWriteTimeUtc ? weights.LastWriteTimeUtc : graph.LastWriteTimeUtc)
            : new GraphFile(path, graph.Length, graph.LastWriteTimeUtc);
    }
}
