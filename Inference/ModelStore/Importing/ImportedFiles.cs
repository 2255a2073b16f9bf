using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore.Importing;

/// <summary>The files of an import in progress: hashes them as they are written, tells of them, and ends the work when it is cancelled.</summary>
internal sealed class ImportedFiles(string folder, long expectedBytes, IProgress<ModelImportProgress>? progress, CancellationToken cancellationToken) : IGraphFiles
{
    private readonly Dictionary<string, ModelFile> _files = new(StringComparer.Ordinal);
    private long _bytes;

    public void Written(string path, long bytes)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _bytes += bytes;
        Tell(Path.ChangeExtension(NameOf(path), null));
    }

    public void Completed(string path, long bytes, string sha256) => _files[NameOf(path)] = new ModelFile(NameOf(path), bytes, sha256);

    public void Tell(string step) => progress?.Report(new ModelImportProgress(step, _bytes, Math.Max(expectedBytes, _bytes)));

    /// <summary>All files of the folder; those that were written past this object are hashed and flushed now.</summary>
    public IReadOnlyList<ModelFile> Complete()
    {
        Tell("checking");
        var past = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !_files.ContainsKey(NameOf(path))).ToList();
        foreach (var path in past)
            _files.Add(NameOf(path), new ModelFile(NameOf(path), new FileInfo(path).Length, FileHash.Of(path, null, cancellationToken)));
        DurableFolder.Flush(folder, past);
        expectedBytes = 0;
        return [.. _files.Values.OrderBy(file => file.Name, StringComparer.Ordinal)];
    }

    private string NameOf(string path) => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
}
