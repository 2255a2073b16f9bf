using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Inference.ModelStore.Importing;

/// <summary>Finds out what the folder is that somebody gave: a checkpoint, a downloaded repository of several, or neither.</summary>
internal static class CheckpointFinder
{
    private const string FolderPrefix = "hunyuan3d-";
    private const int DeepestSearch = 6;
    private const int MostFolders = 10_000;

    /// <param name="name">Which one, where the folder has several; null: there must be one only.</param>
    /// <exception cref="CheckpointException">There is none, or several and none of that name; the message says what there is.</exception>
    public static ModelCheckpoint Find(string path, string? name)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(full))
        {
            return IsOnnx(full)
                ? new ModelCheckpoint(ModelKind.Matting, full, NameOf(Path.GetFileNameWithoutExtension(full).ToLowerInvariant(), always: true))
                : throw new CheckpointException($"{full} is a file. Give the folder that it is in, or an .onnx file for matting.");
        }

        if (!Directory.Exists(full))
            throw new CheckpointException($"There is no folder {full}.");
        if (At(full) is { } checkpoint)
            return checkpoint;
        var found = Below(full, 0, [0]).ToList();
        var chosen = name is not null && found.Where(one => one.Name == name).ToList() is { Count: > 0 } named ? named : found;
        return chosen.Count switch
        {
            1 => chosen[0],
            0 => throw new CheckpointException(
                $"{full} holds no checkpoint, and neither do the folders below it. A shape checkpoint has config.yaml and {ShapeCheckpoint.ExpectedWeights}; a paint or delight one has unet/, vae/ and scheduler/."),
            _ => throw new CheckpointException(
                $"{full} holds {chosen.Count} checkpoints ({string.Join(", ", chosen.Take(20).Select(one => Path.GetRelativePath(full, one.Folder)))}). Give the folder of one, or its name with --name."),
        };
    }

    /// <summary>What is in this very folder; null: no checkpoint.</summary>
    private static ModelCheckpoint? At(string folder)
    {
        var name = NameOf(Path.GetFileName(folder), always: false);
        if (File.Exists(Path.Combine(folder, "config.yaml")) && ShapeCheckpoint.FindWeights(folder) is not null)
        {
            return ConfigSection.ReadFile(Path.Combine(folder, "config.yaml")).Has("model")
                ? new ModelCheckpoint(ModelKind.Shape, folder, name, FlashVdmVaeFinder.Find(folder, name))
                : null;
        }

        if (File.Exists(Path.Combine(folder, "unet", "config.json")))
            return new ModelCheckpoint(IsPaint(folder) ? ModelKind.Paint : ModelKind.Delight, folder, name);
        return Directory.EnumerateFiles(folder).Where(IsOnnx).Take(2).ToList() is [var only] && !File.Exists(Path.Combine(folder, ModelManifest.FileName))
            ? new ModelCheckpoint(ModelKind.Matting, only, NameOf(Path.GetFileNameWithoutExtension(only).ToLowerInvariant(), always: true))
            : null;
    }

    // The dual network that writes the reference features is what only the paint checkpoint has.
    private static bool IsPaint(string folder)
    {
        using var weights = DiffusersFolder.OpenWeights(Path.Combine(folder, "unet"));
        return weights.Entries.Any(entry => entry.Name.StartsWith("unet_dual.", StringComparison.Ordinal));
    }

    private static IEnumerable<ModelCheckpoint> Below(string folder, int depth, int[] seen)
    {
        if (depth == DeepestSearch)
            yield break;
        foreach (var below in Directory.EnumerateDirectories(folder).Where(below => !Path.GetFileName(below).StartsWith('.')).Order(StringComparer.Ordinal))
        {
            if (++seen[0] > MostFolders)
                throw new CheckpointException($"{folder}: there are more than {MostFolders} folders to search. Give the checkpoint's own folder.");
            if (At(below) is { } checkpoint)
            {
                yield return checkpoint;
                continue;
            }

            foreach (var found in Below(below, depth + 1, seen))
                yield return found;
        }
    }

    private static string? NameOf(string text, bool always)
    {
        var name = text.StartsWith(FolderPrefix, StringComparison.Ordinal) ? text[FolderPrefix.Length..] : always ? text : null;
        name = name is not null && name.StartsWith("dit-", StringComparison.Ordinal) ? name["dit-".Length..] : name;
        return name is not null && ModelName.IsLegal(name) ? name : null;
    }

    private static bool IsOnnx(string path) => path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);
}
