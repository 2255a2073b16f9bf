using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Hunyuan3D.Inference.Checkpoints;

/// <summary>
/// A memory-mapped safetensors file. Format: u64 header length, JSON header, then the tensors' bytes
/// (https://github.com/huggingface/safetensors, section Format). Every offset is checked before a byte of it is read.
/// </summary>
public sealed class SafetensorsFile : ITensorFile
{
    private const long LargestHeader = 100_000_000;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Dictionary<string, TensorEntry> _entries;

    private SafetensorsFile(string path, MemoryMappedFile file, MemoryMappedViewAccessor view, Dictionary<string, TensorEntry> entries, IReadOnlyDictionary<string, string> metadata)
        => (Path, _file, _view, _entries, Metadata) = (path, file, view, entries, metadata);

    public string Path { get; }

    /// <summary>The header's <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>In the order of the header.</summary>
    public IReadOnlyCollection<TensorEntry> Entries => _entries.Values;

    /// <exception cref="CheckpointException">The file is not a sound safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var length = new FileInfo(path).Length;
        if (length < 8)
            throw new CheckpointException($"{path}: a safetensors file has at least 8 bytes, this one has {length}.");
        var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        MemoryMappedViewAccessor? view = null;
        try
        {
            view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(view, 0, 8));
            if (headerLength > LargestHeader || (long)headerLength > length - 8)
                throw new CheckpointException($"{path}: the header claims {headerLength} bytes; the file has {length - 8} after its length field and the limit is {LargestHeader}.");
            var header = ReadBytes(view, 8, (int)headerLength);
            var (entries, metadata) = SafetensorsHeader.Parse(path, header, 8 + (long)headerLength, length);
            return new SafetensorsFile(path, file, view, entries, metadata);
        }
        catch (JsonException exception)
        {
            view?.Dispose();
            file.Dispose();
            throw new CheckpointException($"{path}: the safetensors header is not valid JSON: {exception.Message}", exception);
        }
        catch
        {
            view?.Dispose();
            file.Dispose();
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
    public unsafe void CopyBytes(TensorEntry entry, long start, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (start < 0 || destination.Length > entry.Length - start)
            throw new ArgumentOutOfRangeException(nameof(start), $"{entry}: bytes {start}..{start + destination.Length} of {entry.Length}.");
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        try
        {
            new ReadOnlySpan<byte>(pointer + entry.Offset + start, destination.Length).CopyTo(destination);
        }
        finally
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    /// <summary>A tensor of F16, BF16, F32 or F64 as f32.</summary>
    public float[] ReadSingles(string name)
    {
        var entry = Entry(name);
        var values = new float[entry.ElementCount];
        return TensorBytes.TryToSingles(entry.Type, ReadBytes(entry), values)
            ? values
            : throw new CheckpointException($"{Path}: {entry} is not a floating-point tensor.");
    }

    /// <summary>A tensor's elements as they are stored.</summary>
    /// <exception cref="CheckpointException"><typeparamref name="T"/> does not have the stored element's size.</exception>
    public T[] ReadAs<T>(string name)
        where T : unmanaged
    {
        var entry = Entry(name);
        var values = new T[entry.ElementCount];
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        if (bytes.Length != entry.Length)
            throw new CheckpointException($"{Path}: {entry} cannot be read as {typeof(T).Name}.");
        CopyBytes(entry, 0, bytes);
        return values;
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private byte[] ReadBytes(TensorEntry entry)
    {
        var bytes = new byte[entry.Length];
        CopyBytes(entry, 0, bytes);
        return bytes;
    }

    private static byte[] ReadBytes(MemoryMappedViewAccessor view, long offset, int count)
    {
        var bytes = new byte[count];
        var read = view.ReadArray(offset, bytes, 0, count);
        return read == count ? bytes : throw new CheckpointException($"The file ended at byte {offset + read}, expected {offset + count}.");
    }
}
