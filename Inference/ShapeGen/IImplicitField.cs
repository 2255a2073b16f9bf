using System.Numerics;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>An implicit solid: a logit at every point, positive inside. The networks' geometry decoder is one, the relief solid another.</summary>
public interface IImplicitField
{
    /// <param name="points">[n] in units (see <see cref="Geometry.TriangleMesh"/>).</param>
    /// <param name="logits">[n] f32, written.</param>
    /// <remarks>May be called from several threads at once.</remarks>
    void Evaluate(ReadOnlySpan<Vector3> points, Span<float> logits);
}
