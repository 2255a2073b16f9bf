using System.Buffers.Binary;
using System.Text.Json;

namespace Hunyuan3D.Inference.MeshFiles.Gltf;

/// <summary>The two chunks of a GLB. Source: glTF 2.0 specification, section 4, "GLB File Format Specification".</summary>
/// <param name="Json">The caller disposes it.</param>
/// <param name="Binary">Empty where the file has no binary chunk.</param>
internal sealed record GlbContainer(JsonDocument Json, ReadOnlyMemory<byte> Binary)
{
    /// <summary>A scene is described in kilobytes; a document of this size takes 100 MB to parse at most.</summary>
    public const int MaxJsonBytes = 8 << 20;

    private const int HeaderBytes = 12;
    private const int ChunkHeaderBytes = 8;
    private const uint Magic = 0x46546C67; // "glTF"
    private const uint JsonChunk = 0x4E4F534A; // "JSON"
    private const uint BinaryChunk = 0x004E4942; // "BIN\0"

    public static bool IsGlb(ReadOnlySpan<byte> file) => file.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(file) == Magic;

    /// <exception cref="StageInputException">The file is no GLB, or cut off.</exception>
    public static GlbContainer Open(ReadOnlyMemory<byte> file, string field)
    {
        var bytes = file.Span;
        if (!IsGlb(bytes) || bytes.Length < HeaderBytes + ChunkHeaderBytes)
            throw new StageInputException(field, $"The file is not a GLB: expected 'glTF' and at least {HeaderBytes + ChunkHeaderBytes} bytes, it has {bytes.Length}.");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (version != 2)
            throw new StageInputException(field, $"The GLB has version {version}; expected 2. Export it again as glTF 2.0.");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (length > bytes.Length || length < HeaderBytes + ChunkHeaderBytes)
            throw new StageInputException(field, $"The GLB is cut off: its header says {length} bytes, the file has {bytes.Length}.");

        var json = Chunk(file, HeaderBytes, length, JsonChunk, "JSON", field)
            ?? throw new StageInputException(field, "The GLB's first chunk is not JSON.");
        if (json.Length > MaxJsonBytes)
            throw new StageInputException(field, $"The GLB's JSON has {json.Length} bytes; at most {MaxJsonBytes} are accepted.");
        var next = HeaderBytes + ChunkHeaderBytes + json.Length;
        var binary = next + ChunkHeaderBytes <= length ? Chunk(file, next, length, BinaryChunk, "binary", field) : null;
        try
        {
            return new GlbContainer(JsonDocument.Parse(json), binary ?? default);
        }
        catch (JsonException e)
        {
            throw new StageInputException(field, $"The GLB's JSON cannot be parsed: {e.Message}", e);
        }
    }

    // Null: a chunk of another type.
    private static ReadOnlyMemory<byte>? Chunk(ReadOnlyMemory<byte> file, int start, uint end, uint type, string name, string field)
    {
        var header = file.Span[start..];
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != type) return null;
        if (length > end - start - ChunkHeaderBytes)
            throw new StageInputException(field, $"The GLB is cut off: its {name} chunk says {length} bytes, {end - start - ChunkHeaderBytes} follow.");
        return file.Slice(start + ChunkHeaderBytes, (int)length);
    }
}
