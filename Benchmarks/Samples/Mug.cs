using System.Numerics;
using static Hunyuan3D.Benchmarks.Samples.Solid;

namespace Hunyuan3D.Benchmarks.Samples;

/// <summary>A mug with a handle that one can see through, and a glazed pattern.</summary>
internal static class Mug
{
    private const uint Cream = 0xF3E9DC, Blue = 0x2F5D8A, Rust = 0xC8553D, Coffee = 0x3B2314;

    public static Solid Make()
    {
        var wall = Cylinder(0.52f, 0.62f, 0.07f, Cream).Minus(Cylinder(0.45f, 0.62f, 0.05f, Cream).Moved(0, 0.12f, 0));
        var coffee = Cylinder(0.46f, 0.40f, 0.01f, Coffee).Moved(0, -0.02f, 0);
        var handle = Ring(0.28f, 0.075f, Blue).Moved(0.58f, 0.02f, 0).Minus(Cylinder(0.48f, 2, 0.01f, Blue));
        var glazed = wall
            .Painted((point, before) => Math.Abs(point.Y - 0.40f - 0.025f * MathF.Sin(12 * MathF.Atan2(point.X, point.Z))) < 0.05f ? Rgb(Blue) : before)
            .Painted((point, before) => point.Y < -0.42f - 0.03f * MathF.Cos(9 * MathF.Atan2(point.X, point.Z)) ? Rgb(Blue) : before)
            .Painted((point, before) => point.Y > 0.565f ? Rgb(Blue) : before)
            .Painted((point, before) => point.Z > 0.2f && IsSun(point.X + 0.04f, point.Y) ? Rgb(Rust) : before);
        return Union(glazed, coffee, handle).Turned(Vector3.UnitY, -12).Turned(Vector3.UnitX, 12);
    }

    private static bool IsSun(float x, float y)
    {
        var radius = MathF.Sqrt(x * x + y * y);
        return radius < 0.15f || (radius is > 0.19f and < 0.27f && MathF.Cos(12 * MathF.Atan2(y, x)) > 0.35f);
    }
}
