using System.Numerics;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// Brings a mesh into the axes and size that the paint model's renderer uses:
/// <c>(x, y, z) -> (-x, z, -y)</c>, bounding box centre to the origin, largest radius 0.575.
/// The map is a reflection, so triangles that were counter-clockwise from outside are clockwise afterwards and normals
/// computed from them point inwards; baking and the normal maps rely on that.
/// <para>Source: Hunyuan3D-2, <c>hy3dgen/texgen/differentiable_renderer/mesh_render.py</c>, <c>set_mesh</c> and <c>get_mesh</c>.</para>
/// </summary>
internal static class MeshNormalizer
{
    /// <summary>Twice the largest distance from the centre after normalisation.</summary>
    public const float Scale = 1.15f;

    private const double ScaleFactor = 1.15;

    /// <summary>Normalised positions in the renderer's axes. A mesh of a single point, or none, is only centred.</summary>
    public static Vector3[] Normalize(ReadOnlySpan<Vector3> positions)
    {
        var result = new Vector3[positions.Length];
        var low = new Vector3(float.PositiveInfinity);
        var high = new Vector3(float.NegativeInfinity);
        for (var i = 0; i < positions.Length; i++)
        {
            var p = positions[i];
            result[i] = new Vector3(-p.X, p.Z, -p.Y);
            low = Vector3.Min(low, result[i]);
            high = Vector3.Max(high, result[i]);
        }

        var centre = (high + low) / 2;
        var radius = 0f;
        for (var i = 0; i < result.Length; i++)
        {
            result[i] -= centre;
            var d = result[i];
            radius = MathF.Max(radius, MathF.Sqrt(((d.X * d.X) + (d.Y * d.Y)) + (d.Z * d.Z)));
        }

        if (!(radius > 0))
            return result;
        var scale = (float)(ScaleFactor / (radius * 2f));
        for (var i = 0; i < result.Length; i++)
            result[i] *= scale;
        return result;
    }

    /// <summary>UVs with v flipped, so that v grows with the texture's rows.</summary>
    public static Vector2[] FlipV(ReadOnlySpan<Vector2> uvs)
    {
        var result = new Vector2[uvs.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = new Vector2(uvs[i].X, 1 - uvs[i].Y);
        return result;
    }

    /// <summary>The inverse of the change of axes (not of centring and scaling).</summary>
    public static Vector3[] ToMeshAxes(ReadOnlySpan<Vector3> normalized)
    {
        var result = new Vector3[normalized.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = new Vector3(-normalized[i].X, -normalized[i].Z, normalized[i].Y);
        return result;
    }
}
