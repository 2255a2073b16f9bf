using System.Numerics;
using Hunyuan3D.Inference.ShapeGen;

namespace Hunyuan3D.Benchmarks.Geometry;

/// <summary>A ball cut by a gyroid: much surface at all slopes, some 1.6 million triangles at octree resolution 384.</summary>
internal sealed class GyroidField : IImplicitField
{
    private const float Frequency = 5.4f;
    private const float Radius = 0.92f;

    public void Evaluate(ReadOnlySpan<Vector3> points, Span<float> logits)
    {
        for (var p = 0; p < points.Length; p++)
        {
            var (sin, cos) = Vector3.SinCos(points[p] * Frequency);
            var gyroid = sin.X * cos.Y + sin.Y * cos.Z + sin.Z * cos.X + 0.35f;
            logits[p] = 40 * MathF.Min(Radius - points[p].Length(), gyroid / (Frequency * 1.5f));
        }
    }
}
