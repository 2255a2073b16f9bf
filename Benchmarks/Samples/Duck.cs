using System.Numerics;
using static Hunyuan3D.Benchmarks.Samples.Solid;

namespace Hunyuan3D.Benchmarks.Samples;

/// <summary>A bath duck: soft round forms that melt into each other.</summary>
internal static class Duck
{
    private const uint Yellow = 0xF9CB2F, Orange = 0xEF7C1B, Black = 0x1E1B18, White = 0xFFFDF5, Blue = 0x3C7DC4;

    public static Solid Make()
    {
        var body = Melt(0.20f,
            Ellipsoid(0.62f, 0.40f, 0.44f, Yellow).Moved(0.08f, -0.30f, 0),
            Ellipsoid(0.22f, 0.16f, 0.18f, Yellow).Turned(Vector3.UnitZ, 38).Moved(0.62f, -0.04f, 0),
            Sphere(0.36f, Yellow).Moved(-0.30f, 0.34f, 0));
        var wing = Ellipsoid(0.30f, 0.19f, 0.08f, Yellow).Turned(Vector3.UnitZ, 14).Turned(Vector3.UnitY, 8).Moved(0.20f, -0.22f, 0.40f).MirroredInZ();
        var scarf = Ring(0.29f, 0.075f, Blue).Turned(Vector3.UnitX, 90).Turned(Vector3.UnitZ, 10).Moved(-0.24f, 0.03f, 0);
        var beak = Melt(0.05f,
            Ellipsoid(0.17f, 0.055f, 0.13f, Orange).Turned(Vector3.UnitZ, -10).Moved(-0.70f, 0.31f, 0),
            Ellipsoid(0.14f, 0.045f, 0.11f, Orange).Turned(Vector3.UnitZ, 12).Moved(-0.66f, 0.24f, 0));
        var eye = Union(
            Ellipsoid(0.062f, 0.085f, 0.05f, White).Moved(-0.44f, 0.44f, 0.275f),
            Ellipsoid(0.040f, 0.060f, 0.05f, Black).Moved(-0.455f, 0.44f, 0.295f),
            Sphere(0.016f, White).Moved(-0.470f, 0.47f, 0.338f)).MirroredInZ();
        return Union(Melt(0.06f, body, wing), scarf, beak, eye).Turned(Vector3.UnitY, 22);
    }
}
