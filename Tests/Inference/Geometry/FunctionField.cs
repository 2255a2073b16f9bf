using System.Numerics;
using Hunyuan3D.Inference.ShapeGen;

namespace Hunyuan3D.Tests.Inference.Geometry;

/// <summary>An implicit solid given by a function.</summary>
internal sealed class FunctionField(Func<Vector3, float> logit) : IImplicitField
{
    private long _evaluations;

    /// <summary>Points asked for so far.</summary>
    public long Evaluations => Interlocked.Read(ref _evaluations);

    public void Evaluate(ReadOnlySpan<Vector3> points, Span<float> logits)
    {
        Interlocked.Add(ref _evaluations, points.Length);
        for (var i = 0; i < points.Length; i++)
            logits[i] = logit(points[i]);
    }
}
