using System.Numerics;

namespace Hunyuan3D.Inference.Geometry;

/// <summary>Smooth normals of a mesh.</summary>
public static class VertexNormals
{
    /// <summary>The area-weighted mean of the normals of a vertex's faces.</summary>
    /// <returns>[vertices] unit vectors; +Y where a vertex has no face with an area.</returns>
    public static Vector3[] Compute(TriangleMesh mesh)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        var normals = new Vector3[mesh.VertexCount];
        Vector3[] positions = mesh.Positions;
        int[] indices = mesh.Indices;
        for (var i = 0; i < indices.Length; i += 3)
        {
            int a = indices[i], b = indices[i + 1], c = indices[i + 2];

            // Twice the area long, so that adding up weights by area.
            var normal = Vector3.Cross(positions[b] - positions[a], positions[c] - positions[a]);
            normals[a] += normal;
            normals[b] += normal;
            normals[c] += normal;
        }

        for (var i = 0; i < normals.Length; i++)
            normals[i] = Unit(normals[i]);
        return normals;
    }

    // Scaled first: the squares of a tiny face's normal underflow in single precision.
    private static Vector3 Unit(Vector3 sum)
    {
        var largest = MathF.Max(MathF.Abs(sum.X), MathF.Max(MathF.Abs(sum.Y), MathF.Abs(sum.Z)));
        return largest > 0 && float.IsFinite(largest) ? Vector3.Normalize(sum / largest) : Vector3.UnitY;
    }
}
