using System.Numerics;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// Vertex normals as the paint model's renderer defines them: the normalised sum of the <em>unit</em> normals of the incident faces, not weighted by area
/// or angle; zero for a vertex of no face. Vertices that are split at a chart border do not share normals, which breaks shading there; the model was trained on that.
/// Source: Hunyuan3D-2 <c>mesh_render.py</c>, <c>render_normal</c>; trimesh <c>mean_vertex_normals</c>. Cost: one pass over the faces.
/// </summary>
internal static class RenderNormals
{
    private const float ShortestCross = 1e-12f;

    /// <param name="positions">[vertices] in world or camera space; normals come out in the same space.</param>
    public static Vector3[] Compute(Vector3[] positions, int[] indices)
    {
        var normals = new Vector3[positions.Length];
        for (var i = 0; i < indices.Length; i += 3)
        {
            var (a, b, c) = (indices[i], indices[i + 1], indices[i + 2]);
            var cross = Vector3.Cross(positions[b] - positions[a], positions[c] - positions[a]);
            var normal = cross / MathF.Max(cross.Length(), ShortestCross);
            normals[a] += normal;
            normals[b] += normal;
            normals[c] += normal;
        }

        for (var i = 0; i < normals.Length; i++)
        {
            var length = normals[i].Length();
            normals[i] = length > 0 ? normals[i] / length : Vector3.Zero;
        }

        return normals;
    }
}
