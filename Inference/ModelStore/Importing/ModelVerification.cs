namespace Hunyuan3D.Inference.ModelStore.Importing;

/// <summary>Compares a model's files with its manifest.</summary>
internal static class ModelVerification
{
    public static IReadOnlyList<ModelFileFault> Run(StoredModel model, IProgress<ModelImportProgress>? progress, CancellationToken cancellationToken)
    {
        var faults = new List<ModelFileFault>();
        var (read, total) = (0L, model.Manifest.Bytes);
        foreach (var file in model.Manifest.Files)
        {
            var path = Path.Combine(model.Folder, file.Name);
            var info = new FileInfo(path);
            if (!info.Exists)
                faults.Add(new ModelFileFault(path, "is missing"));
            else if (info.Length != file.Bytes)
                faults.Add(new ModelFileFault(path, $"has {info.Length} bytes, {file.Bytes} were imported"));
            else if (Hash(path, file) is var hash && hash != file.Sha256)
                faults.Add(new ModelFileFault(path, $"has the SHA-256 {hash}, {file.Sha256} was imported"));
        }

        var known = model.Manifest.Files.Select(file => file.Name).Append(ModelManifest.FileName).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(model.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (!known.Contains(Path.GetRelativePath(model.Folder, path).Replace(Path.DirectorySeparatorChar, '/')))
                faults.Add(new ModelFileFault(path, "was not imported with the model"));
        }

        return faults;

        string Hash(string path, ModelFile file)
        {
            try
            {
                return FileHash.Of(path, bytes => progress?.Report(new ModelImportProgress(file.Name, read += bytes, total)), cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return $"that cannot be read ({e.Message})";
            }
        }
    }
}
