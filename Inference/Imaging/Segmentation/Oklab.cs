using System.Numerics;

namespace Hunyuan3D.Inference.Imaging.Segmentation;

/// <summary>
/// sRGB to Oklab and back (B. Ottosson, "A perceptual color space for image processing", 2020): lightness 0 to 1 and two
/// opponent colours of about -0.3 to 0.3, in which equal distances look about equally large.
/// </summary>
internal static class Oklab
{
    private static readonly float[] Linear = [.. Enumerable.Range(0, 256).Select(level => (float)ToLinear(level / 255.0))];

    /// <summary>From mean linear light.</summary>
    public static Vector3 FromLinear(Vector3 rgb)
    {
        var l = MathF.Cbrt(0.4122214708f * rgb.X + 0.5363325363f * rgb.Y + 0.0514459929f * rgb.Z);
        var m = MathF.Cbrt(0.2119034982f * rgb.X + 0.6806995451f * rgb.Y + 0.1073969566f * rgb.Z);
        var s = MathF.Cbrt(0.0883024619f * rgb.X + 0.2817188376f * rgb.Y + 0.6299787005f * rgb.Z);
        return new Vector3(
            0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s,
            1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s,
            0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s);
    }

    /// <summary>Linear light of an sRGB level.</summary>
    public static float ToLinear(byte level) => Linear[level];

    /// <summary>sRGB levels, 0 to 255 but not rounded.</summary>
    public static Vector3 ToLevels(Vector3 lab)
    {
        var l = Cube(lab.X + 0.3963377774f * lab.Y + 0.2158037573f * lab.Z);
        var m = Cube(lab.X - 0.1055613458f * lab.Y - 0.0638541728f * lab.Z);
        var s = Cube(lab.X - 0.0894841775f * lab.Y - 1.2914855480f * lab.Z);
        return new Vector3(
            ToLevel(4.0767416621f * l - 3.3077115913f * m + 0.2309699292f * s),
            ToLevel(-1.2684380046f * l + 2.6097574011f * m - 0.3413193965f * s),
            ToLevel(-0.0041960863f * l - 0.7034186147f * m + 1.7076147010f * s));
    }

    private static float Cube(float value) => value * value * value;

    // IEC 61966-2-1.
    private static double ToLinear(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    private static float ToLevel(float linear)
    {
        var value = Math.Clamp(linear, 0f, 1f);
        return 255 * (value <= 0.0031308f ? 12.92f * value : 1.055f * MathF.Pow(value, 1 / 2.4f) - 0.055f);
    }
}
