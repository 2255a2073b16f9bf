using System.Numerics;
using Hunyuan3D.Inference.Export;

namespace Hunyuan3D.Benchmarks.Samples;

/// <summary>The building blocks; formulas after Inigo Quilez, "3D SDFs". Colours are 0xRRGGBB in sRGB.</summary>
internal sealed partial class Solid
{
    public static Vector3 Rgb(uint rgb) => new(Srgb.Linear[rgb >> 16 & 255], Srgb.Linear[rgb >> 8 & 255], Srgb.Linear[rgb & 255]);

    public static Solid Sphere(float radius, uint rgb) => new(point => point.Length() - radius, Plain(rgb));

    public static Solid Ellipsoid(float x, float y, float z, uint rgb)
    {
        var radii = new Vector3(x, y, z);
        return new(
            point =>
            {
                var k0 = (point / radii).Length();
                var k1 = (point / (radii * radii)).Length();
                return k1 > 1e-6f ? k0 * (k0 - 1) / k1 : -Math.Min(x, Math.Min(y, z));
            },
            Plain(rgb));
    }

    /// <param name="x">Half sizes, with the rounding in them.</param>
    public static Solid Box(float x, float y, float z, float rounding, uint rgb)
    {
        var half = new Vector3(x, y, z) - new Vector3(rounding);
        return new(
            point =>
            {
                var q = Vector3.Abs(point) - half;
                return Vector3.Max(q, Vector3.Zero).Length() + Math.Min(Math.Max(q.X, Math.Max(q.Y, q.Z)), 0) - rounding;
            },
            Plain(rgb));
    }

    /// <summary>A rod from one point to another; its radius goes from one to the other.</summary>
    public static Solid Rod(Vector3 from, Vector3 to, float radius, uint rgb, float? endRadius = null)
    {
        var along = to - from;
        var change = (endRadius ?? radius) - radius;
        return new(
            point =>
            {
                var t = Math.Clamp(Vector3.Dot(point - from, along) / along.LengthSquared(), 0, 1);
                return (point - from - along * t).Length() - radius - change * t;
            },
            Plain(rgb));
    }

    /// <summary>An upright cylinder with rounded rims.</summary>
    public static Solid Cylinder(float radius, float halfHeight, float rounding, uint rgb) => new(
        point =>
        {
            var across = MathF.Sqrt(point.X * point.X + point.Z * point.Z) - radius + rounding;
            var along = Math.Abs(point.Y) - halfHeight + rounding;
            var outside = new Vector2(Math.Max(across, 0), Math.Max(along, 0)).Length();
            return Math.Min(Math.Max(across, along), 0) + outside - rounding;
        },
        Plain(rgb));

    /// <summary>A ring around the z axis.</summary>
    public static Solid Ring(float radius, float thickness, uint rgb) => new(
        point =>
        {
            var across = MathF.Sqrt(point.X * point.X + point.Y * point.Y) - radius;
            return MathF.Sqrt(across * across + point.Z * point.Z) - thickness;
        },
        Plain(rgb));

    /// <summary>A body turned around the y axis: the radius at a height, for heights between two ends.</summary>
    public static Solid Lathe(Func<float, float> radius, float bottom, float top, uint rgb) => new(
        point =>
        {
            const float Step = 0.01f;
            var y = Math.Clamp(point.Y, bottom, top);
            var slope = (radius(y + Step) - radius(y - Step)) / (2 * Step);
            var across = (MathF.Sqrt(point.X * point.X + point.Z * point.Z) - radius(y)) / MathF.Sqrt(1 + slope * slope);
            var along = Math.Max(bottom - point.Y, point.Y - top);
            return along <= 0 || across <= 0 ? Math.Max(across, along) : MathF.Sqrt(across * across + along * along);
        },
        Plain(rgb));

    private static Func<Vector3, Vector3> Plain(uint rgb)
    {
        var color = Rgb(rgb);
        return _ => color;
    }
}
