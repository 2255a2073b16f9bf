using System.Numerics;
using System.Runtime.InteropServices;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>A decoded shape as an implicit solid: plain cross attention over all of its tokens.</summary>
internal sealed class NetworkField(ShapeNetworks networks, GeometryTokens tokens) : IImplicitField
{
    private readonly Lock _device = new();

    public void Evaluate(ReadOnlySpan<Vector3> points, Span<float> logits)
    {
        var input = new TensorData(MemoryMarshal.Cast<Vector3, float>(points).ToArray(), 1, points.Length, 3);
        lock (_device)
            networks.Logits(input, tokens.Keys, tokens.Values).CopyTo(logits);
    }
}
