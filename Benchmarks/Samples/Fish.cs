using System.Numerics;
using static Hunyuan3D.Benchmarks.Samples.Solid;

namespace Hunyuan3D.Benchmarks.Samples;

/// <summary>A tropical fish from the side: a round body with thin fins.</summary>
internal static class Fish
{
    private const uint Orange = 0xF07F2E, White = 0xFBF3E4, Black = 0x23201F, Yellow = 0xF7C548;

    public static Solid Make()
    {
        var body = Melt(0.10f,
            Ellipsoid(0.60f, 0.40f, 0.26f, Orange),
            Ellipsoid(0.26f, 0.17f, 0.12f, Orange).Moved(0.52f, 0.0f, 0),
            Ellipsoid(0.18f, 0.20f, 0.16f, Orange).Moved(-0.46f, -0.02f, 0));
        var striped = body
            .Painted((point, before) => Band(point, -0.24f, 0.105f) || Band(point, 0.20f, 0.115f) || Band(point, 0.575f, 0.06f) ? Rgb(Black) : before)
            .Painted((point, before) => Band(point, -0.24f, 0.075f) || Band(point, 0.20f, 0.085f) || Band(point, 0.575f, 0.035f) ? Rgb(White) : before);
        var tail = Fin(Ellipsoid(0.24f, 0.36f, 0.045f, Yellow).Moved(0.80f, 0, 0).Minus(Ellipsoid(0.20f, 0.20f, 1, Yellow).Moved(1.08f, 0, 0)), 0.80f, 0);
        var back = Fin(Ellipsoid(0.36f, 0.24f, 0.040f, Yellow).Turned(Vector3.UnitZ, -8).Moved(0.02f, 0.40f, 0), 0.02f, 0.1f);
        var belly = Fin(Ellipsoid(0.16f, 0.20f, 0.035f, Yellow).Turned(Vector3.UnitZ, 28).Moved(0.16f, -0.42f, 0), 0.16f, -0.1f);
        var side = Ellipsoid(0.17f, 0.10f, 0.03f, Yellow).Turned(Vector3.UnitY, -32).Turned(Vector3.UnitZ, -18).Moved(0.02f, -0.08f, 0.30f).MirroredInZ();
        var eye = Union(
            Sphere(0.085f, White).Moved(-0.40f, 0.10f, 0.165f),
            Sphere(0.055f, Black).Moved(-0.415f, 0.105f, 0.21f),
            Sphere(0.018f, White).Moved(-0.43f, 0.125f, 0.258f)).MirroredInZ();
        return Union(Melt(0.04f, striped, tail, back, belly), side, eye);
    }

    private static bool Band(Vector3 point, float x, float halfWidth) => Math.Abs(point.X - x - 0.12f * point.Y * point.Y) < halfWidth;

    // Rays of a darker tone that run out from the body.
    private static Solid Fin(Solid fin, float x, float y) => fin.Painted((point, before) =>
        MathF.Sin(26 * MathF.Atan2(point.Y - y, point.X - x + 0.4f)) > 0.55f ? before * 0.72f : before);
}
