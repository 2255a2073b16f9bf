using System.Numerics;

namespace Hunyuan3D.Inference.Export;

/// <summary>The sRGB transfer curve (IEC 61966-2-1) by table.</summary>
internal static class Srgb
{
    // Fine enough that the darkest levels, where the curve is steepest (12.92 * 255 levels per unit), are told apart.
    private const int Steps = 8192;

    private static readonly byte[] Encoded = [.. Enumerable.Range(0, Steps + 1).Select(i => Encode((double)i / Steps))];

    /// <summary>[256]: linear light of each 8-bit level, 0..1.</summary>
    public static float[] Linear { get; } = [.. Enumerable.Range(0, 256).Select(level => (float)Decode(level / 255.0))];

    /// <summary>The 8-bit level of linear light; clamped to 0..1.</summary>
    public static byte ToLevel(float linear) => Encoded[(int)((Math.Clamp(linear, 0f, 1f) * Steps) + 0.5f)];

    /// <summary>Writes the three levels of a colour, and an opaque alpha.</summary>
    public static void Write(Vector3 linear, Span<byte> pixel)
        => (pixel[0], pixel[1], pixel[2], pixel[3]) = (ToLevel(linear.X), ToLevel(linear.Y), ToLevel(linear.Z), 255);

    private static double Decode(double level) => level <= 0.04045 ? level / 12.92 : Math.Pow((level + 0.055) / 1.055, 2.4);

    private static byte Encode(double linear)
        => (byte)Math.Round(255 * (linear <= 0.0031308 ? linear * 12.92 : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055));
}
