using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Hunyuan3D.Inference.Checkpoints;

/// <summary>
/// A safetensors file. Format: u64 header length, JSON header, then the tensors' bytes (https://github.com/huggingface/safetensors, section Format). Every offset is checked before
/// a byte of it is read; only the header is in memory.
/// </summary>
public sealed class SafetensorsFile : ITensorFile
{
    // 150 bytes a tensor are usual; reading a header takes some ten times its size.
    private const long LargestHeader = 16_000_000;

    private readonly CheckpointData _data;
    private readonly Dictionary<string, TensorEntry> _entries;

    private SafetensorsFile(string path, CheckpointData data, Dictionary<string, TensorEntry> entries, IReadOnlyDictionary<string, string> metadata)
        => (Path, _data, _entries, Metadata) = (path, data, entries, metadata);

    public string Path { get; }

    /// <summary>The header's <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>In the order of the header.</summary>
    public IReadOnlyCollection<TensorEntry> Entries => _entries.Values;

    /// <exception cref="CheckpointException">The file is not a sound safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var data = new CheckpointData(path);
        try
        {
            if (data.Length < 8)
                throw new CheckpointException($"{path}: a safetensors file has at least 8 bytes, this one has {data.Length}.");
            Span<byte> field = stackalloc byte[8];
            data.Read(0, field);
            var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(field);
            if (headerLength > LargestHeader || (long)headerLength > data.Length - 8)
                throw new CheckpointException($"{path}: the header claims {headerLength} bytes; the file has {data.Length - 8} after its length field and the limit is {LargestHeader}.");
            var header = new byte[headerLength];
            data.Read(8, header);
            var (entries, metadata) = SafetensorsHeader.Parse(path, header, 8 + (long)headerLength, data.Length);
            return new SafetensorsFile(path, data, entries, metadata);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Invalid operation: text that is not UTF-8.
            data.Dispose();
            throw new CheckpointException($"{path}: the safetensors header is not valid JSON: {exception.Message}", exception);
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    public bool Contains(string name) => _entries.ContainsKey(name);

    /// <exception cref="CheckpointException">No such tensor.</exception>
    public TensorEntry Entry(string name) => _entries.TryGetValue(name, out var entry)
        ? entry
        : throw new CheckpointException($"{Path}: there is no tensor '{name}'.");

    /// <summary>Copies a part of a tensor's raw little-endian bytes.</summary>
    /// <param name="start">Byte offset inside the tensor.</param>
    /// <exception cref="CheckpointException">The file ends early.</exception>
    public void CopyBytes(TensorEntry entry, long start, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (start < 0 || destination.Length > entry.Length - start)
            throw new ArgumentOutOfRangeException(nameof(start), $"{entry}: bytes {start}..{start + destination.Length} of {entry.Length}.");
        _data.Read(entry.Offset + start, destination);
    }

    /// <summary>A tensor of F16, BF16, F32 or F64 as f32.</summary>
    public float[] ReadSingles(string name)
    {
        var values = Allocate<float>(Entry(name));
        ReadSingles(name, 0, values);
        return values;
    }

    /// <inheritdoc/>
    public void ReadSingles(string name, long start, Span<float> values)
    {
        var entry = Entry(name);
        if (start < 0 || values.Length > entry.ElementCount - start)
            throw new ArgumentOutOfRangeException(nameof(start), $"{entry}: elements {start}..{start + values.Length}.");
        if (values.Length == 0)
            return;
        var size = (int)(entry.Length / entry.ElementCount);
        if (!_data.TryReadSingles(entry.Type, size, entry.Offset + start * size, values))
            throw new CheckpointException($"{Path}: {entry} is not a floating-point tensor.");
    }

    /// <summary>A tensor's elements as they are stored.</summary>
    /// <exception cref="CheckpointException"><typeparamref name="T"/> does not have the stored element's size.</exception>
    public T[] ReadAs<T>(string name)
        where T : unmanaged
    {
        var entry = Entry(name);
        var values = Allocate<T>(entry);
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        if (bytes.Length != entry.Length)
            throw new CheckpointException($"{Path}: {entry} cannot be read as {typeof(T).Name}.");
        CopyBytes(entry, 0, bytes);
        return values;
    }

    public void Dispose() => _data.Dispose();

    private T[] Allocate<T>(TensorEntry entry) => entry.ElementCount <= Array.MaxLength
        ? GC.AllocateUninitializedArray<T>((int)entry.ElementCount)
        : throw new CheckpointException($"{Path}: {entry} is too large to be read at once.");
}
