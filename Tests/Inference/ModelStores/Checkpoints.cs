using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Tests.Golden;

namespace Hunyuan3D.Tests.Inference.ModelStores;

/// <summary>Checkpoints to import, and folders to do it in.</summary>
internal static class Checkpoints
{
    public static string Mini => Shape("v2-mini", "Hunyuan3D-2mini", "hunyuan3d-dit-v2-mini");

    public static string Shape(string name, string repository, string folder) => GoldenSet.Folder("shape", name, "models", "tencent", repository, folder);

    public static string Copy(string folder, string destination)
    {
        Directory.CreateDirectory(destination);
        foreach (var file in Directory.EnumerateFiles(folder))
            File.Copy(file, Path.Combine(destination, Path.GetFileName(file)));
        foreach (var below in Directory.EnumerateDirectories(folder))
            Copy(below, Path.Combine(destination, Path.GetFileName(below)));
        return destination;
    }

    /// <summary>A checkpoint of the same shape with other weights.</summary>
    public static void Change(string folder)
    {
        var path = Path.Combine(folder, "model.fp16.safetensors");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Nothing in the store is unfinished or broken.</summary>
    public static bool IsClean(ModelStore store) => store.Inspect() is { Leftovers.Count: 0, Broken.Count: 0 };
}
