using Hunyuan3D.Client;

namespace Hunyuan3D.Hosting.Requests;

/// <summary>The request fields that hold pictures.</summary>
internal static class PictureFields
{
    /// <summary>Front (required), then the sides.</summary>
    public static IReadOnlyList<string> Names { get; } = ["image", "back", "left", "right"];

    /// <summary>The pictures that are present, by field.</summary>
    public static PictureFiles Collect(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> pictures) => new(pictures["image"])
    {
        Back = Optional(pictures, "back"),
        Left = Optional(pictures, "left"),
        Right = Optional(pictures, "right"),
    };

    // "x : null" alone would make an empty memory of the null, since null converts to one by way of byte[].
    private static ReadOnlyMemory<byte>? Optional(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> pictures, string name) =>
        pictures.TryGetValue(name, out var bytes) ? bytes : default(ReadOnlyMemory<byte>?);
}
