namespace Hunyuan3D.Inference.Checkpoints;

/// <summary>
/// The tensors of one network inside a checkpoint: those whose names begin with a prefix. Every tensor that is read is checked against the shape
/// that the network needs, and what nobody read is an error in the end: a term that was forgotten would otherwise go unnoticed.
/// </summary>
internal sealed class CheckpointModule
{
    private readonly ITensorFile _file;
    private readonly HashSet<string> _read;

    /// <param name="prefix">For example <c>model.</c>; empty for the whole file.</param>
    public CheckpointModule(ITensorFile file, string prefix)
        : this(file, prefix, [])
    {
    }

    private CheckpointModule(ITensorFile file, string prefix, HashSet<string> read) => (_file, Prefix, _read) = (file, prefix, read);

    public string Prefix { get; }

    /// <summary>The tensors below <c>name.</c>.</summary>
    public CheckpointModule Below(string name) => new(_file, $"{Prefix}{name}.", _read);

    public bool Has(string name) => _file.Contains(Prefix + name);

    /// <summary>A small tensor, whole. Large ones are taken as <see cref="Matrix"/>.</summary>
    /// <exception cref="CheckpointException">Missing, or of another shape.</exception>
    public float[] Read(string name, params long[] shape) => _file.ReadSingles(Check(name, shape));

    /// <summary>A tensor as a matrix of rows along its first axis, read a few rows at a time.</summary>
    /// <exception cref="CheckpointException">Missing, or of another shape.</exception>
    public LinearWeights Matrix(string name, params long[] shape)
    {
        var full = Check(name, shape);
        var inputs = (int)shape.Skip(1).Aggregate(1L, (product, size) => checked(product * size));
        return new LinearWeights((int)shape[0], inputs, (start, _, rows) => _file.ReadSingles(full, (long)start * inputs, rows), null);
    }

    /// <summary>The weight [out, in] and, if asked, the bias [out] of a linear layer.</summary>
    /// <exception cref="CheckpointException">Missing, or of another shape.</exception>
    public LinearWeights Linear(string name, int outputs, int inputs, bool bias = true) =>
        Matrix($"{name}.weight", outputs, inputs) with { Bias = bias ? Read($"{name}.bias", outputs) : null };

    /// <summary>Weight and bias of an affine normalisation.</summary>
    public (float[] Weight, float[] Bias) Affine(string name, int size) => (Read($"{name}.weight", size), Read($"{name}.bias", size));

    /// <summary>Call when the network is complete.</summary>
    /// <param name="ignored">Names, after the prefix, that are known and not needed.</param>
    /// <exception cref="CheckpointException">Some tensor was not read.</exception>
    public void RefuseUnread(Predicate<string>? ignored = null)
    {
        var unread = _file.Entries
            .Where(entry => entry.Name.StartsWith(Prefix, StringComparison.Ordinal) && !_read.Contains(entry.Name))
            .Where(entry => ignored is null || !ignored(entry.Name[Prefix.Length..]))
            .ToList();
        if (unread.Count > 0)
            throw new CheckpointException($"{_file.Path}: {unread.Count} tensors are not part of this network, the first is {unread[0]}. Is this the right checkpoint for its config?");
    }

    private string Check(string name, long[] shape)
    {
        var full = Prefix + name;
        if (!_file.Contains(full))
            throw new CheckpointException($"{_file.Path}: tensor '{full}' of shape [{string.Join(", ", shape)}] is missing. Is this the right checkpoint for its config?");
        var entry = _file.Entry(full);
        if (!entry.Shape.SequenceEqual(shape))
            throw new CheckpointException($"{_file.Path}: tensor '{full}' has the shape [{string.Join(", ", entry.Shape)}], expected [{string.Join(", ", shape)}].");
        _read.Add(full);
        return full;
    }
}
