using Hunyuan3D.Client;

namespace Hunyuan3D.Hosting.Requests;

/// <summary>The request fields that hold files.</summary>
internal static class FileFields
{
    /// <summary>The mesh that is to be textured.</summary>
    public const string Mesh = "mesh";

    /// <summary>Front (required), then the sides.</summary>
    public static IReadOnlyList<string> Pictures { get; } = ["image", "back", "left", "right"];

    public static IReadOnlyList<string> Names { get; } = [.. Pictures, Mesh];

    /// <summary>The pictures that are present, by field.</summary>
    public static PictureFiles Collect(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) => new(files["image"])
    {
        Back = Optional(files, "back"),
        Left = Optional(files, "left"),
        Right = Optional(files, "right"),
    };

    /// <summary>Null: no such file.</summary>
    // "x : null" alone would make an empty memory of the null, since null converts to one by way of byte[].
    public static ReadOnlyMemory<byte>? Optional(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string name) =>
        files.TryGetValue(name, out var bytes) ? bytes : default(ReadOnlyMemory<byte>?);
}
