using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Hosting.Requests;

/// <summary>How model formats are called as files.</summary>
internal static class ModelFiles
{
    /// <summary>What callers write: <c>glb</c>, <c>obj</c>, <c>stl</c>, <c>ply</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<ModelFormat>().Select(n => n.ToLowerInvariant())];

    /// <summary>With the dot. OBJ comes as a zip of its three files.</summary>
    public static string ExtensionOf(ModelFormat format) => format == ModelFormat.Obj ? ".zip" : "." + format.ToString().ToLowerInvariant();

    /// <summary>The format that a file name asks for; null: none.</summary>
    public static ModelFormat? FromExtension(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".glb" => ModelFormat.Glb,
        ".zip" or ".obj" => ModelFormat.Obj,
        ".stl" => ModelFormat.Stl,
        ".ply" => ModelFormat.Ply,
        _ => null,
    };
}
