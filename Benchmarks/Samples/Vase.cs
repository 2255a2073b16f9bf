using static Hunyuan3D.Benchmarks.Samples.Solid;

namespace Hunyuan3D.Benchmarks.Samples;

/// <summary>A turned vase: a smooth outline with a narrow neck, and painted bands.</summary>
internal static class Vase
{
    private const uint Clay = 0xC96F3B, Black = 0x2B2320, Ivory = 0xF1E3C6, Gold = 0xD9A441;

    public static Solid Make()
    {
        var body = Lathe(Outline, -0.88f, 0.88f, Clay).Minus(Lathe(y => Outline(y) - 0.05f, 0.45f, 1.2f, Black));
        return body
            .Painted((point, before) => point.Y is > 0.70f or < -0.78f ? Rgb(Black) : before)
            .Painted((point, before) => Math.Abs(point.Y - 0.66f) < 0.022f || Math.Abs(point.Y + 0.70f) < 0.022f || Math.Abs(point.Y - 0.32f) < 0.018f ? Rgb(Gold) : before)
            .Painted((point, before) => Math.Abs(point.Y + 0.10f) < 0.24f ? Rgb(Ivory) : before)
            .Painted((point, before) => Zigzag(MathF.Atan2(point.X, point.Z), point.Y + 0.10f) ? Rgb(Black) : before)
            .Painted((point, before) => Math.Abs(Math.Abs(point.Y + 0.10f) - 0.24f) < 0.018f ? Rgb(Black) : before)
            .Painted((point, before) => Dot(MathF.Atan2(point.X, point.Z), point.Y - 0.47f) ? Rgb(Ivory) : before);
    }

    private static float Outline(float y)
    {
        // Foot, belly, neck and lip as a smooth curve.
        var belly = 0.46f * MathF.Exp(-MathF.Pow((y + 0.16f) / 0.42f, 2));
        var foot = 0.10f * MathF.Exp(-MathF.Pow((y + 0.88f) / 0.12f, 2));
        var lip = 0.16f * MathF.Exp(-MathF.Pow((y - 0.90f) / 0.16f, 2));
        return 0.17f + belly + foot + lip;
    }

    private static bool Zigzag(float angle, float y)
    {
        var wave = MathF.Abs(MathF.IEEERemainder(angle * 7 / MathF.PI, 2)) - 0.5f;
        return Math.Abs(y - 0.22f * wave) < 0.035f;
    }

    private static bool Dot(float angle, float y)
    {
        var across = MathF.IEEERemainder(angle * 9 / MathF.PI, 2) * 0.085f;
        return across * across + y * y < 0.0011f;
    }
}
