namespace Hunyuan3D.Benchmarks.Checkpoints;

/// <summary>A tensor to be made up.</summary>
/// <param name="Mean">1 for the weights of norms, 0 otherwise.</param>
internal sealed record TensorShape(string Name, float Mean, float Deviation, params long[] Sizes)
{
    public long Elements => Sizes.Aggregate(1L, (product, size) => product * size);
}
