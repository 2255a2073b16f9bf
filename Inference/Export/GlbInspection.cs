using System.Buffers.Binary;
using System.Text.Json;

namespace Hunyuan3D.Inference.Export;

/// <summary>
/// Looks through the JSON of a GLB before the library does, for what would make reading unsafe (accessors of any size without data, cyclic or very deep
/// node trees) or what deserves a clearer message than the library's (files beside the GLB, compression).
/// </summary>
internal static class GlbInspection
{
    private const int HeaderBytes = 12;
    private const int ChunkHeaderBytes = 8;
    private const uint Magic = 0x46546C67; // "glTF"
    private const uint JsonChunk = 0x4E4F534A; // "JSON"
    private const int MaxNodeDepth = 256;

    // Extensions that change how geometry or textures are stored; all others that a file may require only change its look.
    private static readonly string[] UnreadableExtensions =
        ["KHR_draco_mesh_compression", "EXT_meshopt_compression", "KHR_meshopt_compression", "KHR_texture_basisu"];

    /// <exception cref="StageInputException">With what is wrong.</exception>
    public static void Check(ReadOnlySpan<byte> file, GlbLimits limits, string field)
    {
        using var json = ParseJson(file, field);
        var root = json.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new StageInputException(field, "The GLB's JSON is not an object.");

        foreach (var name in Items(root, "extensionsRequired"))
        {
            if (name.ValueKind == JsonValueKind.String && UnreadableExtensions.Contains(name.GetString()))
                throw new StageInputException(field, $"The GLB requires {name.GetString()}, which is not supported; export it without compression.");
        }

        foreach (var kind in (ReadOnlySpan<string>)["buffers", "images"])
        {
            var index = 0;
            foreach (var item in Items(root, kind))
            {
                if (Text(item, "uri") is { } uri && !uri.StartsWith("data:", StringComparison.Ordinal))
                    throw new StageInputException(field, $"{kind}[{index}] of the GLB lies in another file ('{Shorten(uri)}'); everything must be inside the GLB.");
                index++;
            }
        }

        var accessor = 0;
        foreach (var item in Items(root, "accessors"))
        {
            var most = Math.Max(limits.MaxVertices, (long)limits.MaxFaces * 3);
            if (Number(item, "count") is { } count && (count < 1 || count > most))
                throw new StageInputException(field, $"accessors[{accessor}] of the GLB has {count} elements; expected 1 to {most}.");
            accessor++;
        }

        CheckNodes(root, limits, field);
    }

    private static JsonDocument ParseJson(ReadOnlySpan<byte> file, string field)
    {
        if (file.Length < HeaderBytes + ChunkHeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(file) != Magic)
            throw new StageInputException(field, "The file is not a GLB: it does not begin with 'glTF'.");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (version != 2)
            throw new StageInputException(field, $"The GLB has version {version}; expected 2.");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(file[8..]);
        if (length > file.Length)
            throw new StageInputException(field, $"The GLB is cut off: its header says {length} bytes, the file has {file.Length}.");
        var jsonLength = BinaryPrimitives.ReadUInt32LittleEndian(file[HeaderBytes..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(file[(HeaderBytes + 4)..]) != JsonChunk || jsonLength > length - HeaderBytes - ChunkHeaderBytes)
            throw new StageInputException(field, "The GLB's first chunk is not a whole JSON chunk.");
        try
        {
            return JsonDocument.Parse(file.Slice(HeaderBytes + ChunkHeaderBytes, (int)jsonLength).ToArray());
        }
        catch (JsonException e)
        {
            throw new StageInputException(field, $"The GLB's JSON cannot be parsed: {e.Message}", e);
        }
    }

    // The library walks children and parents recursively, so the tree must be a tree and not deep.
    private static void CheckNodes(JsonElement root, GlbLimits limits, string field)
    {
        var nodes = Items(root, "nodes").ToArray();
        if (nodes.Length > limits.MaxNodes)
            throw new StageInputException(field, $"The GLB has {nodes.Length} nodes; at most {limits.MaxNodes} are allowed.");
        var parents = new int[nodes.Length];
        Array.Fill(parents, -1);
        for (var i = 0; i < nodes.Length; i++)
        {
            foreach (var child in Items(nodes[i], "children"))
            {
                if (child.ValueKind != JsonValueKind.Number || !child.TryGetInt32(out var index) || index < 0 || index >= nodes.Length)
                    throw new StageInputException(field, $"nodes[{i}] of the GLB has a child that does not exist.");
                if (parents[index] >= 0)
                    throw new StageInputException(field, $"nodes[{index}] of the GLB has two parents.");
                parents[index] = i;
            }
        }

        for (var i = 0; i < nodes.Length; i++)
        {
            var depth = 0;
            for (var node = i; node >= 0; node = parents[node])
            {
                if (++depth > MaxNodeDepth)
                    throw new StageInputException(field, $"nodes[{i}] of the GLB lies deeper than {MaxNodeDepth} levels, or in a cycle.");
            }
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array
            ? array.EnumerateArray()
            : default;

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static long? Number(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.TryGetInt64(out var number) ? number : long.MaxValue
            : null;

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";
}
