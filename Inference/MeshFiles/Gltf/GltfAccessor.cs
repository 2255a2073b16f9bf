using System.Buffers.Binary;
using System.Text.Json;

namespace Hunyuan3D.Inference.MeshFiles.Gltf;

/// <summary>
/// One accessor's numbers: any component type, interleaved or not, normalised or not, sparse or not.
/// Source: glTF 2.0 specification, section 3.6.2, "Accessors"; KHR_mesh_quantization for integer positions.
/// </summary>
internal sealed class GltfAccessor
{
    // What 32-bit sizes allow; how many of all accessors' elements are read is the reader's limit.
    private const int MaxCount = int.MaxValue / 16;

    private readonly GltfDocument _document;
    private readonly JsonElement _json;
    private readonly string _name;
    private readonly bool _normalized;

    private GltfAccessor(GltfDocument document, JsonElement json, string name, ComponentType type, int components, int count)
    {
        (_document, _json, _name, Type, Components, Count) = (document, json, name, type, components, count);
        _normalized = json.TryGetProperty("normalized", out var normalized) && normalized.ValueKind == JsonValueKind.True;
    }

    private enum ComponentType
    {
        Int8 = 5120,
        UInt8 = 5121,
        Int16 = 5122,
        UInt16 = 5123,
        UInt32 = 5125,
        Single = 5126,
    }

    /// <summary>Elements.</summary>
    public int Count { get; }

    /// <summary>Numbers of an element.</summary>
    public int Components { get; }

    private ComponentType Type { get; }

    /// <param name="shape">Such as <c>VEC3</c>.</param>
    public static GltfAccessor Open(GltfDocument document, long index, string shape, string what)
    {
        var json = document.Get("accessors", index, what);
        var name = $"accessors[{index}]";
        if (json.ValueKind != JsonValueKind.Object || GltfDocument.Text(json, "type") != shape)
            throw document.Error($"{name} of the GLB, which {what} uses, is no {shape}.");
        var type = document.Integer(json, "componentType", 0, name);
        if (!Enum.IsDefined((ComponentType)type))
            throw document.Error($"{name} of the GLB has component type {type}; expected 5120 to 5123, 5125 or 5126.");
        var count = document.Integer(json, "count", 0, name);
        if (count < 1 || count > MaxCount)
            throw document.Error($"{name} of the GLB has {count} elements; expected 1 to {MaxCount}.");
        var accessor = new GltfAccessor(document, json, name, (ComponentType)type, shape == "SCALAR" ? 1 : shape[3] - '0', (int)count);
        // Now, so that nothing is allocated for data that is not there.
        if (json.TryGetProperty("bufferView", out _)) accessor.Locate(json, name, accessor.Count, accessor.Type, accessor.Components);
        return accessor;
    }

    /// <summary>[count * components].</summary>
    public float[] ReadFloats()
    {
        var values = new float[Count * Components];
        Read(values, static (bytes, type, normalized) => ToFloat(bytes, type, normalized));
        return values;
    }

    /// <summary>[count] for an accessor of whole numbers; more than an int holds are -1.</summary>
    public int[] ReadIndices()
    {
        if (Type is not (ComponentType.UInt8 or ComponentType.UInt16 or ComponentType.UInt32))
            throw _document.Error($"{_name} of the GLB holds indices, so its component type must be 5121, 5123 or 5125, not {(int)Type}.");
        var values = new int[Count];
        Read(values, static (bytes, type, _) => ToIndex(bytes, type));
        return values;
    }

    private delegate T Convert<T>(ReadOnlySpan<byte> bytes, ComponentType type, bool normalized);

    private void Read<T>(T[] values, Convert<T> convert)
    {
        var sparse = _json.TryGetProperty("sparse", out var replaced) && replaced.ValueKind == JsonValueKind.Object;
        if (_json.TryGetProperty("bufferView", out _))
            ReadDense(_json, _name, Count, Type, Components, values, convert);
        else if (!sparse)
            throw _document.Error($"{_name} of the GLB has no data. If the file is compressed, export it without compression.");
        if (sparse) ReadSparse(replaced, values, convert);
    }

    private void ReadDense<T>(JsonElement source, string name, int count, ComponentType type, int components, T[] values, Convert<T> convert)
    {
        var (data, stride) = Locate(source, name, count, type, components);
        var bytes = data.Span;
        var size = SizeOf(type);
        for (int element = 0, value = 0; element < count; element++)
        {
            for (var component = 0; component < components; component++)
                values[value++] = convert(bytes.Slice(element * stride + component * size, size), type, _normalized);
        }
    }

    private (ReadOnlyMemory<byte> Bytes, int Stride) Locate(JsonElement source, string name, int count, ComponentType type, int components)
    {
        var (view, stride) = _document.View(_document.Integer(source, "bufferView", -1, name), name);
        var offset = _document.Integer(source, "byteOffset", 0, name);
        var size = SizeOf(type) * components;
        if (stride == 0) stride = size;
        if (offset < 0 || offset + (long)(count - 1) * stride + size > view.Length)
            throw _document.Error($"{name} of the GLB reads {count} elements of {size} bytes at {offset}, beyond its buffer view of {view.Length} bytes.");
        return (view[(int)offset..], stride);
    }

    private void ReadSparse<T>(JsonElement sparse, T[] values, Convert<T> convert)
    {
        var name = $"{_name}.sparse";
        var count = _document.Integer(sparse, "count", 0, name);
        if (count < 1 || count > Count || !sparse.TryGetProperty("indices", out var where) || !sparse.TryGetProperty("values", out var what)
            || where.ValueKind != JsonValueKind.Object || what.ValueKind != JsonValueKind.Object)
        {
            throw _document.Error($"{name} of the GLB is incomplete, or replaces {count} of {Count} elements.");
        }

        var type = (ComponentType)_document.Integer(where, "componentType", 0, name);
        if (type is not (ComponentType.UInt8 or ComponentType.UInt16 or ComponentType.UInt32))
            throw _document.Error($"{name} of the GLB has indices of component type {(int)type}; expected 5121, 5123 or 5125.");
        var indices = new int[count];
        ReadDense(where, name, (int)count, type, 1, indices, static (bytes, t, _) => ToIndex(bytes, t));
        var replacements = new T[count * Components];
        ReadDense(what, name, (int)count, Type, Components, replacements, convert);
        for (var i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)Count)
                throw _document.Error($"{name} of the GLB replaces element {indices[i]} of {Count}.");
            replacements.AsSpan(i * Components, Components).CopyTo(values.AsSpan(indices[i] * Components));
        }
    }

    private static int SizeOf(ComponentType type) => type switch
    {
        ComponentType.Int8 or ComponentType.UInt8 => 1,
        ComponentType.Int16 or ComponentType.UInt16 => 2,
        _ => 4,
    };

    private static int ToIndex(ReadOnlySpan<byte> bytes, ComponentType type) => type switch
    {
        ComponentType.UInt8 => bytes[0],
        ComponentType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt32LittleEndian(bytes) is var index and <= int.MaxValue ? (int)index : -1,
    };

    private static float ToFloat(ReadOnlySpan<byte> bytes, ComponentType type, bool normalized) => type switch
    {
        ComponentType.Single => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        ComponentType.Int8 => normalized ? Math.Max((sbyte)bytes[0] / 127f, -1) : (sbyte)bytes[0],
        ComponentType.UInt8 => normalized ? bytes[0] / 255f : bytes[0],
        ComponentType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes) is var value && normalized ? Math.Max(value / 32767f, -1) : value,
        ComponentType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes) / (normalized ? 65535f : 1),
        _ => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
    };
}
