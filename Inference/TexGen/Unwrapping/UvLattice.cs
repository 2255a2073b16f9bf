namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// UVs are multiples of 2^-24. Single precision holds each of them exactly, and differences and cross products of lattice points are exact in
/// 64-bit integers, so that "faces do not overlap" is decided without rounding. At 4096 texels one texel still has 4096 steps.
/// </summary>
internal static class UvLattice
{
    /// <summary>Steps across the atlas.</summary>
    public const int Size = 1 << 24;

    /// <summary>Twice the signed area of a triangle: positive if counter-clockwise. Exact for coordinates within +-2^30.</summary>
    public static long Orient(int ax, int ay, int bx, int by, int cx, int cy) =>
        ((long)bx - ax) * ((long)cy - ay) - ((long)by - ay) * ((long)cx - ax);
}
