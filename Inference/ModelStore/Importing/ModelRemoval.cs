using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore.Importing;

/// <summary>Takes a model out of the store: first its name, in one step, then its bytes.</summary>
internal static class ModelRemoval
{
    public static bool Run(ModelStoreLayout layout, string name, GraphTarget target, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(layout.ModelFolder(name, target)) && layout.Leftovers(name, target).Count == 0)
            return false;
        using var held = TargetLock.Take(layout.LockFile(name, target), () => { }, cancellationToken);
        var place = layout.ModelFolder(name, target);
        var there = Directory.Exists(place);
        if (there)
            Directory.Move(place, layout.NewRemovedFolder(name, target));
        foreach (var folder in layout.Leftovers(name, target))
            Directory.Delete(folder, recursive: true);
        RemoveIfEmpty(layout.NameFolder(name));
        return there;
    }

    /// <summary>Deletes a folder that nobody needs. What cannot be deleted now is deleted by the next import or removal.</summary>
    public static void Discard(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // 'models list' shows it until then.
        }
    }

    public static void RemoveIfEmpty(string folder)
    {
        try
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        }
        catch (IOException)
        {
            // Another target's import has just begun in it.
        }
    }
}
