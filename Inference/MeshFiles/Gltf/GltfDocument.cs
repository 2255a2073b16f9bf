using System.Text.Json;

namespace Hunyuan3D.Inference.MeshFiles.Gltf;

/// <summary>The JSON of a glTF with its arrays at hand, and the data of its buffers. Every look-up says what it misses.</summary>
internal sealed class GltfDocument
{
    // They change how geometry is stored; all others that a file may require only change its look.
    private static readonly string[] UnreadableExtensions = ["KHR_draco_mesh_compression", "EXT_meshopt_compression", "KHR_meshopt_compression"];

    private static readonly string[] Arrays = ["scenes", "nodes", "meshes", "accessors", "bufferViews", "buffers"];

    private readonly Dictionary<string, JsonElement[]> _arrays = [];
    private readonly Dictionary<int, ReadOnlyMemory<byte>> _buffers = [];
    private readonly ReadOnlyMemory<byte> _binary;

    /// <exception cref="StageInputException">The document is no glTF, or needs what is not supported.</exception>
    public GltfDocument(JsonElement root, ReadOnlyMemory<byte> binary, string field)
    {
        (Root, _binary, Field) = (root, binary, field);
        if (root.ValueKind != JsonValueKind.Object)
            throw Error("The GLB's JSON is not an object.");
        foreach (var name in Items(root, "extensionsRequired"))
        {
            if (name.ValueKind == JsonValueKind.String && UnreadableExtensions.Contains(name.GetString()))
                throw Error($"The GLB requires {name.GetString()}, which is not supported; export it without compression.");
        }

        foreach (var name in Arrays) _arrays[name] = [.. Items(root, name)];
    }

    public JsonElement Root { get; }

    /// <summary>The request's field, for messages.</summary>
    public string Field { get; }

    public StageInputException Error(string message) => new(Field, message);

    public int Count(string array) => _arrays[array].Length;

    /// <param name="what">Who names it, for messages.</param>
    public JsonElement Get(string array, long index, string what) =>
        index >= 0 && index < _arrays[array].Length
            ? _arrays[array][index]
            : throw Error($"{what} of the GLB names {array}[{index}]; the file has {_arrays[array].Length} of them.");

    /// <summary>The bytes of a buffer view, all of them inside its buffer.</summary>
    public (ReadOnlyMemory<byte> Bytes, int Stride) View(long index, string what)
    {
        var view = Get("bufferViews", index, what);
        var name = $"bufferViews[{index}]";
        if (view.TryGetProperty("extensions", out var extensions) && extensions.ValueKind == JsonValueKind.Object
            && UnreadableExtensions.FirstOrDefault(e => extensions.TryGetProperty(e, out _)) is { } extension)
        {
            throw Error($"{name} of the GLB uses {extension}, which is not supported; export it without compression.");
        }

        var number = Integer(view, "buffer", -1, name);
        var buffer = Buffer(number, name);
        var (offset, length, stride) = (Integer(view, "byteOffset", 0, name), Integer(view, "byteLength", -1, name), Integer(view, "byteStride", 0, name));
        if (offset < 0 || length < 1 || length > buffer.Length - offset)
            throw Error($"{name} of the GLB takes {length} bytes at {offset}, but buffers[{number}] has {buffer.Length}.");
        if (stride is not 0 and (< 4 or > 252))
            throw Error($"{name} of the GLB has a stride of {stride} bytes; expected 4 to 252.");
        return (buffer.Slice((int)offset, (int)length), (int)stride);
    }

    /// <summary>A whole number; <paramref name="standard"/> where there is none.</summary>
    public long Integer(JsonElement parent, string name, long standard, string what)
    {
        if (!parent.TryGetProperty(name, out var value)) return standard;
        // Some writers say 3.0 for 3.
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && Math.Abs(number) < 1L << 53 && number == Math.Truncate(number)
            ? (long)number
            : throw Error($"{what}.{name} of the GLB is {Shorten(value.GetRawText())}; expected a whole number.");
    }

    public static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Nothing where the array is absent; objects only, since nothing else stands in glTF's lists of things.</summary>
    public static IEnumerable<JsonElement> Objects(JsonElement parent, string name) => Items(parent, name).Where(item => item.ValueKind == JsonValueKind.Object);

    public static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : [];

    public static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";

    private ReadOnlyMemory<byte> Buffer(long index, string what)
    {
        var buffer = Get("buffers", index, what);
        if (_buffers.TryGetValue((int)index, out var known)) return known;
        var name = $"buffers[{index}]";
        var bytes = Text(buffer, "uri") is { } uri ? Decode(uri, name) : index == 0 ? _binary : default;
        var length = Integer(buffer, "byteLength", -1, name);
        if (length < 1 || length > bytes.Length)
            throw Error($"{name} of the GLB says {length} bytes; {bytes.Length} are in the file.");
        return _buffers[(int)index] = bytes[..(int)length];
    }

    private byte[] Decode(string uri, string name)
    {
        var comma = uri.IndexOf(',', StringComparison.Ordinal);
        if (!uri.StartsWith("data:", StringComparison.Ordinal))
            throw Error($"{name} of the GLB lies in another file ('{Shorten(uri)}'); everything must be inside the GLB.");
        var bytes = new byte[Math.Max(0, uri.Length - comma) / 4 * 3 + 3];
        return comma > 0 && uri.AsSpan(0, comma).EndsWith(";base64", StringComparison.Ordinal) && Convert.TryFromBase64Chars(uri.AsSpan(comma + 1), bytes, out var length)
            ? bytes[..length]
            : throw Error($"{name} of the GLB has a data: URI that is not base64.");
    }
}
