using System.Numerics;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.ShapeGen.Relief;

/// <summary>
/// The solid that pictures of a thing suggest, without any learned knowledge: the front's silhouette inflated (<see cref="SilhouetteProfile"/>), symmetric front and
/// back, with gentle relief from shading; its depth bounded by the side pictures (<see cref="DepthProfile"/>) and its back half by the back picture.
/// <para>
/// A point is inside where u(x, y) &gt; r(z, y)^2. The logit is that difference over the length of its gradient, so it is about the distance to the surface, times
/// <see cref="LogitsPerUnit"/>: hierarchical decoders look near the surface where |logit| &lt; 0.95. It is never exactly zero. Cost: two bilinear look-ups a point.
/// </para>
/// </summary>
public sealed class ReliefField : IImplicitField
{
    // 0.95 at 0.03 units, about the half diagonal of the coarsest cell that hierarchical decoders begin with (2.02 / 63).
    internal const float LogitsPerUnit = 0.95f / 0.03f;

    private const float LeastLogit = 1e-4f;

    // In units: how far from the middle the other side's picture takes over.
    private const float BackBlend = 0.08f;
    private const float SideBlend = 0.15f;

    private readonly SlopedGrid _front;
    private readonly SlopedGrid? _back;
    private readonly DepthProfile? _left;
    private readonly DepthProfile? _right;

    private ReliefField(SlopedGrid front, SlopedGrid? back, DepthProfile? left, DepthProfile? right) => (_front, _back, _left, _right) = (front, back, left, right);

    /// <param name="cutouts">Pictures whose alpha is the subject.</param>
    /// <param name="octreeResolution">What the field will be decoded at: the silhouettes are kept twice as fine.</param>
    /// <exception cref="StageInputException">A picture shows no subject.</exception>
    public static ReliefField Of(ViewPictures cutouts, int octreeResolution)
    {
        ArgumentNullException.ThrowIfNull(cutouts);
        var framing = SubjectFraming.Of(cutouts);
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(octreeResolution * 2, 256, 1024));
        var front = Profile(cutouts.Front, ViewSide.Front);

        // The right of the left picture is -z, the right of the right picture +z, the right of the back picture -x.
        var left = cutouts.Left is null ? null : DepthProfile.Of(front, Profile(cutouts.Left, ViewSide.Left), mirrored: true);
        var right = cutouts.Right is null ? null : DepthProfile.Of(front, Profile(cutouts.Right, ViewSide.Right), mirrored: false);
        var back = cutouts.Back is null ? null : SlopedGrid.Of(BackHalf(front.U, Profile(cutouts.Back, ViewSide.Back).WithShading(), size), size);
        return new ReliefField(SlopedGrid.Of(front.WithShading(), size), back, left ?? right, right ?? left);

        SilhouetteProfile Profile(Picture picture, ViewSide side)
        {
            var (coverage, luminance) = new PlaneSampler(picture, framing[side], size).Sample();
            return SilhouetteProfile.Of(coverage, luminance, size);
        }
    }

    public void Evaluate(ReadOnlySpan<Vector3> points, Span<float> logits)
    {
        for (var i = 0; i < points.Length; i++)
        {
            var u = Inflation(points[i]);
            var r = Depth(points[i]);
            var reach = MathF.Sqrt(Math.Max(0, u.X)) + r.X;
            var logit = LogitsPerUnit * (u.X - r.X * r.X) / MathF.Sqrt(u.Y + reach * reach * r.Y + 1e-8f);
            logits[i] = Math.Abs(logit) >= LeastLogit ? logit : logit < 0 ? -LeastLogit : LeastLogit;
        }
    }

    // The back picture's own inflation, nowhere beyond the front's silhouette: the front view stays what it is.
    private static float[] BackHalf(float[] front, float[] back, int size)
    {
        var both = new float[size * size];
        for (var i = 0; i < both.Length; i++)
        {
            var mirrored = i / size * size + size - 1 - i % size;
            both[i] = Math.Min(front[i], back[mirrored]);
        }

        return both;
    }

    // (u, squared slope)
    private Vector2 Inflation(Vector3 point)
    {
        var front = _front.At(point.X, point.Y);
        if (_back is null) return front;
        var behind = (_left is null ? 0 : (_left.Middle(point.Y) + _right!.Middle(point.Y)) / 2) - point.Z;
        return behind <= 0 ? front : Vector2.Lerp(front, _back.At(point.X, point.Y), Smooth(behind / BackBlend));
    }

    // (r, squared slope)
    private Vector2 Depth(Vector3 point)
    {
        if (_left is null) return new Vector2(Math.Abs(point.Z), 1);
        if (ReferenceEquals(_left, _right)) return _left.Depth.At(point.Z, point.Y);
        var t = Smooth(0.5f + point.X / (2 * SideBlend));
        if (t <= 0) return _right!.Depth.At(point.Z, point.Y);
        return t >= 1 ? _left.Depth.At(point.Z, point.Y) : Vector2.Lerp(_right!.Depth.At(point.Z, point.Y), _left.Depth.At(point.Z, point.Y), t);
    }

    private static float Smooth(float t)
    {
        t = Math.Clamp(t, 0, 1);
        return t * t * (3 - 2 * t);
    }
}
