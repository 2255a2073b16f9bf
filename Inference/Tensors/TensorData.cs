namespace Hunyuan3D.Inference.Tensors;

/// <summary>A dense f32 tensor in row-major order.</summary>
internal sealed class TensorData
{
    public TensorData(float[] values, params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        if (count != values.Length)
            throw new ArgumentException($"A tensor of shape [{string.Join(", ", shape)}] has {count} values, not {values.Length}.", nameof(values));
        (Values, Shape) = (values, shape);
    }

    public float[] Values { get; }

    public IReadOnlyList<long> Shape { get; }
}
