namespace Hunyuan3D.Inference.Checkpoints;

/// <summary>One tensor of a checkpoint: what it is and where its bytes lie.</summary>
/// <param name="Offset">Of the first byte, from the start of the file.</param>
/// <param name="Length">Bytes.</param>
public sealed record TensorEntry(string Name, TensorType Type, IReadOnlyList<long> Shape, long Offset, long Length)
{
    public long ElementCount => Shape.Aggregate(1L, (product, size) => product * size);

    public override string ToString() => $"{Name} {Type} [{string.Join(", ", Shape)}]";
}
