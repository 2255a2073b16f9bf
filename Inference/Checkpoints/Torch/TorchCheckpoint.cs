using System.IO.Compression;

namespace Hunyuan3D.Inference.Checkpoints.Torch;

/// <summary>
/// A file that <c>torch.save</c> wrote (<c>.ckpt</c>, <c>.bin</c>): a zip archive with one pickle and a stored entry per storage. The pickle is read, never executed. Nested
/// dictionaries become one name with dots, so that a <c>.ckpt</c> has the names of its <c>.safetensors</c> twin.
/// </summary>
public sealed class TorchCheckpoint : ITensorFile
{
    private const long LargestPickle = 64 << 20;
    private const int DeepestNesting = 16;

    private readonly ZipArchive _archive;
    private readonly string _root;
    private readonly Dictionary<string, (TensorEntry Entry, TorchTensor Tensor)> _tensors = new(StringComparer.Ordinal);

    private TorchCheckpoint(string path, ZipArchive archive, string root) => (Path, _archive, _root) = (path, archive, root);

    public string Path { get; }

    public IReadOnlyCollection<TensorEntry> Entries => [.. _tensors.Values.Select(tensor => tensor.Entry)];

    /// <exception cref="CheckpointException">The file is not a sound torch archive, or its pickle asks for more than tensors need.</exception>
    public static TorchCheckpoint Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        ZipArchive? archive = null;
        try
        {
            archive = ZipFile.OpenRead(path);
            var pickle = archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal))
                ?? throw new CheckpointException("there is no data.pkl; files older than torch 1.6 are not supported");
            var checkpoint = new TorchCheckpoint(path, archive, pickle.FullName[..^"data.pkl".Length]);
            checkpoint.Collect("", PickleReader.Read(checkpoint.ReadEntry(pickle, 0, Bounded(pickle))), 0);
            return checkpoint;
        }
        catch (Exception exception) when (exception is CheckpointException or InvalidDataException or EndOfStreamException or OverflowException)
        {
            archive?.Dispose();
            throw new CheckpointException($"{path}: {exception.Message}.", exception);
        }
    }

    public bool Contains(string name) => _tensors.ContainsKey(name);

    public TensorEntry Entry(string name) => Find(name).Entry;

    public float[] ReadSingles(string name)
    {
        var (entry, tensor) = Find(name);
        var values = new float[tensor.Elements];
        if (values.Length == 0)
            return values;
        var size = ElementSize(tensor.Storage.Type);
        var count = tensor.End - tensor.Offset;
        var bytes = ReadEntry(StorageEntry(tensor), tensor.Offset * size, checked((int)(count * size)));
        var stored = tensor.IsContiguous ? values : new float[count];
        if (!TensorBytes.TryToSingles(entry.Type, bytes, stored))
            throw new CheckpointException($"{Path}: {entry} is not a floating-point tensor.");
        if (!tensor.IsContiguous)
            Gather(stored, tensor, values);
        return values;
    }

    public void Dispose() => _archive.Dispose();

    private static int Bounded(ZipArchiveEntry entry) => entry.Length <= LargestPickle
        ? (int)entry.Length
        : throw new CheckpointException($"{entry.FullName} has {entry.Length} bytes, at most {LargestPickle} are read");

    private static int ElementSize(TensorType type) => type switch
    {
        TensorType.F64 or TensorType.I64 => 8,
        TensorType.F32 or TensorType.I32 => 4,
        TensorType.F16 or TensorType.BF16 or TensorType.I16 => 2,
        _ => 1,
    };

    private static void Gather(ReadOnlySpan<float> stored, TorchTensor tensor, Span<float> values)
    {
        var index = new long[tensor.Shape.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var offset = 0L;
            for (var axis = 0; axis < index.Length; axis++)
                offset += index[axis] * tensor.Strides[axis];
            values[i] = stored[(int)offset];
            for (var axis = index.Length - 1; axis >= 0 && ++index[axis] == tensor.Shape[axis]; axis--)
                index[axis] = 0;
        }
    }

    private void Collect(string prefix, object? value, int depth)
    {
        if (depth > DeepestNesting)
            throw new CheckpointException($"dictionaries are nested deeper than {DeepestNesting}");
        if (value is TorchTensor tensor)
        {
            var storage = StorageEntry(tensor);
            var size = ElementSize(tensor.Storage.Type);
            if (checked(tensor.End * size) > storage.Length)
                throw new CheckpointException($"tensor '{prefix}' needs {tensor.End * size} bytes of {storage.FullName}, which has {storage.Length}; is the file truncated?");
            if (checked(tensor.Elements * size) > storage.Length)
                throw new CheckpointException($"tensor '{prefix}' of shape [{string.Join(", ", tensor.Shape)}] is larger than its storage {storage.FullName}");
            _tensors[prefix] = (new TensorEntry(prefix, tensor.Storage.Type, tensor.Shape, tensor.Offset * size, tensor.Elements * size), tensor);
        }
        else if (value is PickleDictionary dictionary)
        {
            foreach (var (key, item) in dictionary.Items)
                Collect(prefix.Length == 0 ? $"{key}" : $"{prefix}.{key}", item, depth + 1);
        }
    }

    private (TensorEntry Entry, TorchTensor Tensor) Find(string name) => _tensors.TryGetValue(name, out var found)
        ? found
        : throw new CheckpointException($"{Path}: there is no tensor '{name}'.");

    private ZipArchiveEntry StorageEntry(TorchTensor tensor)
    {
        var name = $"{_root}data/{tensor.Storage.Key}";
        var entry = _archive.GetEntry(name) ?? throw new CheckpointException($"the storage {name} is missing; is the file truncated?");
        // torch stores without compression; a compressed entry could claim any size.
        return entry.CompressedLength == entry.Length ? entry : throw new CheckpointException($"the storage {name} is compressed, which torch never does");
    }

    private byte[] ReadEntry(ZipArchiveEntry entry, long start, int count)
    {
        try
        {
            return ReadStored(entry, start, count);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new CheckpointException($"{Path}: {entry.FullName} cannot be read: {exception.Message}", exception);
        }
    }

    private static byte[] ReadStored(ZipArchiveEntry entry, long start, int count)
    {
        using var stream = entry.Open();
        var skipped = new byte[Math.Min(1 << 16, Math.Max(1, start))];
        for (var left = start; left > 0;)
        {
            var read = stream.Read(skipped, 0, (int)Math.Min(skipped.Length, left));
            if (read == 0)
                throw new EndOfStreamException($"it ends {left} bytes early");
            left -= read;
        }

        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
