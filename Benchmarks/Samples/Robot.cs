using System.Numerics;
using static Hunyuan3D.Benchmarks.Samples.Solid;

namespace Hunyuan3D.Benchmarks.Samples;

/// <summary>A toy robot: boxes with rounded edges, thin antennas, arms and legs that stand clear.</summary>
internal static class Robot
{
    private const uint Teal = 0x2A9D8F, Dark = 0x264653, Sand = 0xE9C46A, Orange = 0xF4A261, Red = 0xE76F51, White = 0xF6F4EF;

    public static Solid Make()
    {
        var head = Box(0.30f, 0.22f, 0.24f, 0.08f, Sand).Moved(0, 0.52f, 0);
        var face = Box(0.22f, 0.13f, 0.06f, 0.05f, Dark).Moved(0, 0.53f, 0.22f);
        var eye = Union(Sphere(0.062f, White).Moved(0.10f, 0.55f, 0.27f), Sphere(0.03f, Teal).Moved(0.10f, 0.55f, 0.32f)).MirroredInX();
        var mouth = Box(0.09f, 0.014f, 0.03f, 0.012f, Red).Moved(0, 0.445f, 0.27f);
        var antenna = Union(
            Rod(new Vector3(0.14f, 0.70f, 0), new Vector3(0.20f, 0.88f, 0), 0.020f, Dark),
            Sphere(0.055f, Red).Moved(0.205f, 0.90f, 0)).MirroredInX();
        var ear = Cylinder(0.10f, 0.05f, 0.03f, Orange).Turned(Vector3.UnitZ, 90).Moved(0.32f, 0.52f, 0).MirroredInX();
        var neck = Cylinder(0.10f, 0.08f, 0.01f, Dark).Moved(0, 0.29f, 0);
        var body = Box(0.34f, 0.30f, 0.25f, 0.09f, Teal).Moved(0, -0.02f, 0);
        var panel = Box(0.22f, 0.16f, 0.05f, 0.03f, White).Moved(0, 0.02f, 0.235f);
        var dials = Union(
            Sphere(0.045f, Red).Moved(-0.11f, 0.07f, 0.285f),
            Sphere(0.045f, Sand).Moved(0, 0.07f, 0.285f),
            Sphere(0.045f, Teal).Moved(0.11f, 0.07f, 0.285f),
            Box(0.15f, 0.018f, 0.02f, 0.01f, Dark).Moved(0, -0.04f, 0.28f),
            Box(0.15f, 0.018f, 0.02f, 0.01f, Dark).Moved(0, -0.09f, 0.28f));
        var arm = Union(
            Sphere(0.10f, Orange).Moved(0.42f, 0.17f, 0),
            Rod(new Vector3(0.42f, 0.17f, 0), new Vector3(0.60f, -0.10f, 0.03f), 0.065f, Dark),
            Sphere(0.085f, Orange).Moved(0.60f, -0.10f, 0.03f),
            Rod(new Vector3(0.60f, -0.10f, 0.03f), new Vector3(0.63f, -0.32f, 0.10f), 0.075f, Teal),
            Ring(0.085f, 0.036f, Red).Minus(Box(0.06f, 0.2f, 0.2f, 0.01f, Red).Moved(0, -0.12f, 0)).Moved(0.64f, -0.43f, 0.12f)).MirroredInX();
        var leg = Union(
            Cylinder(0.085f, 0.16f, 0.02f, Dark).Moved(0.17f, -0.44f, 0),
            Cylinder(0.11f, 0.05f, 0.03f, Orange).Moved(0.17f, -0.58f, 0),
            Box(0.14f, 0.10f, 0.22f, 0.06f, Sand).Moved(0.18f, -0.72f, 0.05f),
            Box(0.145f, 0.03f, 0.225f, 0.02f, Red).Moved(0.18f, -0.80f, 0.05f)).MirroredInX();
        return Union(head, face, eye, mouth, antenna, ear, neck, body, panel, dials, arm, leg);
    }
}
