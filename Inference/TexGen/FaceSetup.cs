using System.Numerics;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>The constants of one triangle on the screen: what <see cref="TileRasterizer"/> needs for every pixel.</summary>
internal struct FaceSetup
{
    /// <summary>Screen position of vertex a.</summary>
    public float X, Y;

    /// <summary>c - a and b - a on the screen.</summary>
    public float AcX, AcY, AbX, AbY;

    /// <summary>1 / (twice the signed screen area).</summary>
    public float InverseArea;

    /// <summary>Screen depth of a, b and c.</summary>
    public float DepthA, DepthB, DepthC;

    /// <summary>The pixels to look at, clipped to the image: [Left, Right) x [Top, Bottom); none for a face that cannot be seen.</summary>
    public int Left, Top, Right, Bottom;

    public readonly bool IsEmpty => Right <= Left || Bottom <= Top;

    /// <summary>
    /// The screen is <c>X = (x/w/2 + 0.5)(W - 1) + 0.5</c>, so that -1 and 1 are the centres of the first and last pixel; y is not flipped;
    /// depth is <c>z/w * 0.49999 + 0.5</c>. A face with no area, or with a corner that is not finite on the screen, is empty.
    /// </summary>
    public static FaceSetup From(Vector4 a, Vector4 b, Vector4 c, int width, int height)
    {
        var (pa, pb, pc) = (ToScreen(a, width, height), ToScreen(b, width, height), ToScreen(c, width, height));
        var setup = new FaceSetup
        {
            X = pa.X,
            Y = pa.Y,
            AcX = pc.X - pa.X,
            AcY = pc.Y - pa.Y,
            AbX = pb.X - pa.X,
            AbY = pb.Y - pa.Y,
            DepthA = pa.Z,
            DepthB = pb.Z,
            DepthC = pc.Z,
        };
        var area = (setup.AcX * setup.AbY) - (setup.AbX * setup.AcY);
        var finite = float.IsFinite(pa.X + pa.Y + pa.Z) && float.IsFinite(pb.X + pb.Y + pb.Z) && float.IsFinite(pc.X + pc.Y + pc.Z);
        if (!finite || area == 0)
            return setup;

        setup.InverseArea = 1f / area;
        (setup.Left, setup.Right) = Range(MathF.Min(pa.X, MathF.Min(pb.X, pc.X)), MathF.Max(pa.X, MathF.Max(pb.X, pc.X)), width);
        (setup.Top, setup.Bottom) = Range(MathF.Min(pa.Y, MathF.Min(pb.Y, pc.Y)), MathF.Max(pa.Y, MathF.Max(pb.Y, pc.Y)), height);
        return setup;
    }

    private static Vector3 ToScreen(Vector4 clip, int width, int height) => new(
        (((clip.X / clip.W) * 0.5f + 0.5f) * (width - 1)) + 0.5f,
        ((0.5f + (0.5f * clip.Y / clip.W)) * (height - 1)) + 0.5f,
        (clip.Z / clip.W * 0.49999f) + 0.5f);

    /// <summary>The integers p from trunc(low) while p &lt; high + 1, inside 0..size.</summary>
    private static (int From, int To) Range(float low, float high, int size)
        => ((int)MathF.Max(low, 0), (int)MathF.Ceiling(MathF.Min(high + 1, size)));
}
