namespace Hunyuan3D.Inference.Checkpoints.Torch;

/// <summary>
/// A file that <c>torch.save</c> wrote (<c>.ckpt</c>, <c>.bin</c>): a zip archive with one pickle and a stored entry per storage. The pickle is read, never executed, and nothing is decompressed. Nested
/// dictionaries become one name with dots, so that a <c>.ckpt</c> has the names of its <c>.safetensors</c> twin.
/// </summary>
public sealed class TorchCheckpoint : ITensorFile
{
    private const long LargestPickle = 16 << 20;
    private const int LongestName = 1024;
    private const int MostValues = 1_000_000;
    private const int DeepestNesting = 16;

    private readonly CheckpointData _data;
    private readonly StoredZip _archive;
    private readonly string _root;
    private readonly Lock _gathering = new();
    private readonly Dictionary<string, (TensorEntry Entry, TorchTensor Tensor)> _tensors = new(StringComparer.Ordinal);
    private (string Name, float[] Values)? _gathered;
    private int _values;

    private TorchCheckpoint(string path, CheckpointData data, StoredZip archive, string root) => (Path, _data, _archive, _root) = (path, data, archive, root);

    public string Path { get; }

    public IReadOnlyCollection<TensorEntry> Entries => [.. _tensors.Values.Select(tensor => tensor.Entry)];

    /// <exception cref="CheckpointException">The file is not a sound torch archive, or its pickle asks for more than tensors need.</exception>
    public static TorchCheckpoint Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var data = new CheckpointData(path);
        try
        {
            var archive = new StoredZip(data);
            var name = archive.Names.FirstOrDefault(entry => entry.EndsWith("/data.pkl", StringComparison.Ordinal))
                ?? throw new CheckpointException("there is no data.pkl; files older than torch 1.6 are not supported");
            var checkpoint = new TorchCheckpoint(path, data, archive, name[..^"data.pkl".Length]);
            checkpoint.Collect("", PickleReader.Read(checkpoint.ReadPickle(archive.Find(name)!)), 0);
            return checkpoint;
        }
        catch (Exception exception) when (exception is CheckpointException or OverflowException)
        {
            data.Dispose();
            throw new CheckpointException($"{path}: {exception.Message}.", exception);
        }
    }

    public bool Contains(string name) => _tensors.ContainsKey(name);

    public TensorEntry Entry(string name) => Find(name).Entry;

    public float[] ReadSingles(string name)
    {
        var (entry, tensor) = Find(name);
        if (tensor.Elements > Array.MaxLength)
            throw new CheckpointException($"{Path}: {entry} is too large to be read at once.");
        var values = GC.AllocateUninitializedArray<float>((int)tensor.Elements);
        ReadSingles(name, 0, values);
        return values;
    }

    /// <inheritdoc/>
    public void ReadSingles(string name, long start, Span<float> values)
    {
        var (entry, tensor) = Find(name);
        if (start < 0 || values.Length > tensor.Elements - start)
            throw new ArgumentOutOfRangeException(nameof(start), $"{entry}: elements {start}..{start + values.Length}.");
        if (values.Length == 0)
            return;
        if (tensor.IsContiguous)
            ReadStored(entry, tensor, tensor.Offset + start, values);
        else
            Gathered(entry, tensor).AsSpan((int)start, values.Length).CopyTo(values);
    }

    public void Dispose() => _data.Dispose();

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
        // A value may be named any number of times, so a small pickle can be an endless tree.
        if (++_values > MostValues)
            throw new CheckpointException($"its dictionaries hold more than {MostValues} values");
        if (prefix.Length > LongestName)
            throw new CheckpointException($"the name {prefix[..80]}... has more than {LongestName} characters");
        if (value is TorchTensor tensor)
        {
            var storage = StorageEntry(tensor);
            var size = ElementSize(tensor.Storage.Type);
            if (checked(tensor.End * size) > storage.Length)
                throw new CheckpointException($"tensor '{prefix}' needs {tensor.End * size} bytes of {storage.Name}, which has {storage.Length}; is the file truncated?");
            if (checked(tensor.Elements * size) > storage.Length)
                throw new CheckpointException($"tensor '{prefix}' of shape [{string.Join(", ", tensor.Shape)}] is larger than its storage {storage.Name}");
            _tensors[prefix] = (new TensorEntry(prefix, tensor.Storage.Type, tensor.Shape, tensor.Offset * size, tensor.Elements * size), tensor);
        }
        else if (value is PickleDictionary dictionary)
        {
            foreach (var (key, item) in dictionary.Items)
                Collect(prefix.Length == 0 ? Text(key) : $"{prefix}.{Text(key)}", item, depth + 1);
        }
    }

    private static string Text(object? key) => key is string { Length: > LongestName } text ? text[..(LongestName + 1)] : $"{key}";

    private (TensorEntry Entry, TorchTensor Tensor) Find(string name) => _tensors.TryGetValue(name, out var found)
        ? found
        : throw new CheckpointException($"{Path}: there is no tensor '{name}'.");

    private StoredZipEntry StorageEntry(TorchTensor tensor)
    {
        var name = $"{_root}data/{tensor.Storage.Key}";
        var entry = _archive.Find(name) ?? throw new CheckpointException($"the storage {name} is missing; is the file truncated?");
        _archive.Locate(entry);
        return entry;
    }

    private byte[] ReadPickle(StoredZipEntry entry)
    {
        var start = _archive.Locate(entry);
        if (entry.Length > LargestPickle)
            throw new CheckpointException($"{entry.Name} has {entry.Length} bytes, at most {LargestPickle} are read");
        var bytes = new byte[entry.Length];
        _data.Read(start, bytes);
        return bytes;
    }

    /// <param name="start">Element of the storage.</param>
    private void ReadStored(TensorEntry entry, TorchTensor tensor, long start, Span<float> values)
    {
        var size = ElementSize(tensor.Storage.Type);
        if (!_data.TryReadSingles(entry.Type, size, _archive.Locate(StorageEntry(tensor)) + start * size, values))
            throw new CheckpointException($"{Path}: {entry} is not a floating-point tensor.");
    }

    /// <summary>A tensor that is a view with other strides, in row-major order. The last one is kept: it is asked for in parts.</summary>
    private float[] Gathered(TensorEntry entry, TorchTensor tensor)
    {
        lock (_gathering)
        {
            if (_gathered is { } last && last.Name == entry.Name)
                return last.Values;
            if (tensor.Elements > Array.MaxLength || tensor.End - tensor.Offset > Array.MaxLength)
                throw new CheckpointException($"{Path}: {entry} is too large to be read at once.");
            var stored = new float[tensor.End - tensor.Offset];
            ReadStored(entry, tensor, tensor.Offset, stored);
            var values = new float[tensor.Elements];
            Gather(stored, tensor, values);
            _gathered = (entry.Name, values);
            return values;
        }
    }
}
