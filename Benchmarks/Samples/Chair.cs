using System.Numerics;
using static Hunyuan3D.Benchmarks.Samples.Solid;

namespace Hunyuan3D.Benchmarks.Samples;

/// <summary>A wooden chair seen at an angle: four thin legs, slats with gaps, a cushion.</summary>
internal static class Chair
{
    private const uint Oak = 0xB9824F, Walnut = 0x7A4B2A, Cushion = 0x3F7D5B, Stripe = 0xE8D9B5;

    public static Solid Make()
    {
        var seat = Box(0.42f, 0.05f, 0.40f, 0.04f, Oak).Moved(0, -0.08f, 0);
        var cushion = Box(0.38f, 0.065f, 0.36f, 0.06f, Cushion).Moved(0, 0.02f, 0.01f)
            .Painted((point, before) => MathF.Abs(MathF.IEEERemainder(point.X, 0.19f)) < 0.022f ? Rgb(Stripe) : before);
        var frontLegs = Rod(new Vector3(0.35f, -0.08f, 0.33f), new Vector3(0.39f, -0.85f, 0.37f), 0.052f, Walnut, 0.036f).MirroredInX();
        var backLegs = Union(
            Rod(new Vector3(0.35f, -0.08f, -0.33f), new Vector3(0.39f, -0.85f, -0.42f), 0.052f, Walnut, 0.036f),
            Rod(new Vector3(0.36f, -0.08f, -0.34f), new Vector3(0.37f, 0.80f, -0.46f), 0.050f, Walnut, 0.042f)).MirroredInX();
        var rails = Union(
            Rod(new Vector3(0.375f, -0.50f, 0.35f), new Vector3(0.375f, -0.50f, -0.38f), 0.028f, Oak).MirroredInX(),
            Rod(new Vector3(-0.375f, -0.42f, 0.36f), new Vector3(0.375f, -0.42f, 0.36f), 0.028f, Oak));
        var top = Box(0.40f, 0.085f, 0.045f, 0.04f, Oak).Turned(Vector3.UnitX, -8).Moved(0, 0.74f, -0.455f);
        var slats = Union(
            Box(0.035f, 0.34f, 0.024f, 0.02f, Oak).Turned(Vector3.UnitX, -8).Moved(0, 0.36f, -0.40f),
            Box(0.035f, 0.34f, 0.024f, 0.02f, Oak).Turned(Vector3.UnitX, -8).Moved(0.18f, 0.36f, -0.40f).MirroredInX());
        return Union(seat, cushion, frontLegs, backLegs, rails, top, slats).Turned(Vector3.UnitY, -28).Turned(Vector3.UnitX, 14);
    }
}
