using System.Numerics;

namespace Hunyuan3D.Inference.Export;

/// <summary>
/// A soft light that stands with the camera: a sky that fades to the ground and a wrapped key light from the upper left.
/// Strengths are chosen so that a surface facing the viewer keeps about its own brightness.
/// </summary>
/// <param name="Ambient">Light from everywhere on a level surface.</param>
/// <param name="Sky">How much lighter the top is than the bottom.</param>
/// <param name="Key">Strength of the key light.</param>
/// <param name="Gloss">Strength of its reflection.</param>
internal sealed record StudioLight(float Ambient, float Sky, float Key, float Gloss)
{
    // How far round the key light reaches beyond 90 degrees.
    private const float Wrap = 0.4f;

    private static readonly Vector3 KeyDirection = Vector3.Normalize(new Vector3(-0.45f, 0.62f, 0.64f));
    private static readonly Vector3 HalfWay = Vector3.Normalize(KeyDirection + Vector3.UnitZ);

    /// <summary>For textured surfaces: gentle, so that the texture is seen.</summary>
    public static StudioLight Gentle { get; } = new(0.60f, 0.16f, 0.42f, 0);

    /// <summary>For bare shapes: stronger, so that the form is seen.</summary>
    public static StudioLight Sculptural { get; } = new(0.32f, 0.20f, 0.80f, 0.10f);

    /// <summary>Linear light that leaves a surface.</summary>
    /// <param name="colour">The surface's colour in linear light.</param>
    /// <param name="normal">In the view: right, up, towards the viewer. Interpolated normals point a little away near the outline; they are brought back to it.</param>
    public Vector3 Shade(Vector3 colour, Vector3 normal)
    {
        normal.Z = MathF.Max(normal.Z, 0);
        var length = normal.Length();
        normal = length > 0 ? normal / length : Vector3.UnitZ;
        var wrapped = MathF.Max(0, (Vector3.Dot(normal, KeyDirection) + Wrap) / (1 + Wrap));
        var light = Ambient + (Sky * normal.Y) + (Key * wrapped * wrapped);
        var reflection = MathF.Max(0, Vector3.Dot(normal, HalfWay));
        // reflection^32
        for (var i = 0; i < 5; i++)
            reflection *= reflection;
        return (colour * light) + new Vector3(Gloss * reflection);
    }
}
