namespace Hunyuan3D.Benchmarks.Checkpoints;

/// <summary>A tensor to be made up.</summary>
/// <param name="Mean">1 for the weights of norms, 0 otherwise.</param>
internal sealed record TensorShape(string Name, float Mean, float Deviation, params long[] Sizes)
{
    /// <summary>Values that are not random, by index; null, or a null value: all are.</summary>
    public Func<long, float?>? Fixed { get; init; }

    public long Elements => Sizes.Aggregate(1L, (product, size) => product * size);
}
