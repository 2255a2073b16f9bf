using System.Text.Json;

namespace Hunyuan3D.Inference.Checkpoints;

/// <summary>Reads and checks the JSON header of a safetensors file.</summary>
internal static class SafetensorsHeader
{
    private const int MostAxes = 16;

    private static readonly Dictionary<string, (TensorType Type, int Size)> Types = new(StringComparer.Ordinal)
    {
        ["BOOL"] = (TensorType.Bool, 1),
        ["U8"] = (TensorType.U8, 1),
        ["I8"] = (TensorType.I8, 1),
        ["I16"] = (TensorType.I16, 2),
        ["I32"] = (TensorType.I32, 4),
        ["I64"] = (TensorType.I64, 8),
        ["F16"] = (TensorType.F16, 2),
        ["BF16"] = (TensorType.BF16, 2),
        ["F32"] = (TensorType.F32, 4),
        ["F64"] = (TensorType.F64, 8),
    };

    public static (Dictionary<string, TensorEntry> Entries, Dictionary<string, string> Metadata) Parse(string path, ReadOnlyMemory<byte> json, long dataStart, long fileLength)
    {
        var entries = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new CheckpointException($"{path}: the safetensors header is a JSON {document.RootElement.ValueKind}, expected an object.");
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.NameEquals("__metadata__"))
            {
                if (property.Value.ValueKind != JsonValueKind.Object)
                    throw new CheckpointException($"{path}: __metadata__ is a JSON {property.Value.ValueKind}, expected an object.");
                foreach (var item in property.Value.EnumerateObject())
                    metadata[item.Name] = item.Value.ToString();
            }
            else if (!entries.TryAdd(property.Name, Entry(path, property.Name, property.Value, dataStart, fileLength)))
            {
                throw new CheckpointException($"{path}: tensor '{property.Name}' is listed twice.");
            }
        }

        RefuseOverlaps(path, entries.Values);
        return (entries, metadata);
    }

    private static TensorEntry Entry(string path, string name, JsonElement value, long dataStart, long fileLength)
    {
        try
        {
            var typeName = value.GetProperty("dtype").GetString() ?? "";
            if (!Types.TryGetValue(typeName, out var type))
                throw new CheckpointException($"{path}: tensor '{name}' has the unknown type '{typeName}'.");
            if (value.GetProperty("shape").GetArrayLength() > MostAxes)
                throw new CheckpointException($"{path}: tensor '{name}' has {value.GetProperty("shape").GetArrayLength()} axes, at most {MostAxes} are read.");
            var shape = value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
            var offsets = value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
            if (shape.Any(size => size < 0) || offsets.Length != 2)
                throw new CheckpointException($"{path}: tensor '{name}' has the shape [{string.Join(", ", shape)}] and {offsets.Length} offsets.");
            var expected = shape.Aggregate((long)type.Size, (product, size) => checked(product * size));
            if (offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > fileLength - dataStart)
                throw new CheckpointException($"{path}: tensor '{name}' claims bytes {offsets[0]}..{offsets[1]} of {fileLength - dataStart}; is the file truncated?");
            if (offsets[1] - offsets[0] != expected)
                throw new CheckpointException($"{path}: tensor '{name}' of {typeName} [{string.Join(", ", shape)}] needs {expected} bytes, its offsets hold {offsets[1] - offsets[0]}.");
            return new TensorEntry(name, type.Type, shape, dataStart + offsets[0], expected);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new CheckpointException($"{path}: the header entry of tensor '{name}' is not of the form dtype, shape, data_offsets.", exception);
        }
    }

    private static void RefuseOverlaps(string path, IEnumerable<TensorEntry> entries)
    {
        TensorEntry? before = null;
        foreach (var entry in entries.Where(entry => entry.Length > 0).OrderBy(entry => entry.Offset))
        {
            if (before is not null && entry.Offset < before.Offset + before.Length)
                throw new CheckpointException($"{path}: tensors '{before.Name}' and '{entry.Name}' overlap.");
            before = entry;
        }
    }
}
