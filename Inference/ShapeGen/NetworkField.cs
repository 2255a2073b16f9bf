using System.Numerics;
using System.Runtime.InteropServices;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>A decoded shape as an implicit solid: plain cross attention over all of its tokens. Calls from several threads take turns on the device.</summary>
internal sealed class NetworkField(ShapeNetworks networks, GeometryTokens tokens) : IImplicitField
{
    private readonly Lock _device = new();

    public GeometryTokens Tokens => tokens;

    public void Evaluate(ReadOnlySpan<Vector3> points, Span<float> logits) => Logits(points, tokens.Keys, tokens.Values).CopyTo(logits);

    /// <summary>Logits under a selection of the keys and values, [points] f32.</summary>
    public float[] Logits(ReadOnlySpan<Vector3> points, TensorData keys, TensorData values)
    {
        var input = Tensor(points);
        lock (_device)
            return networks.Logits(input, keys, values);
    }

    /// <summary>The geometry decoder's queries, [1, points, width] f32.</summary>
    public TensorData Queries(ReadOnlySpan<Vector3> points)
    {
        var input = Tensor(points);
        lock (_device)
            return networks.Queries(input);
    }

    private static TensorData Tensor(ReadOnlySpan<Vector3> points) => new(MemoryMarshal.Cast<Vector3, float>(points).ToArray(), 1, points.Length, 3);
}
