using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Inference.Export;

/// <summary>
/// Unit vertex normals for files. Vertices split along a chart border share the normal of the vertex they copy,
/// so that shading shows no seams.
/// </summary>
internal static class SmoothNormals
{
    /// <returns>[vertices] of unit length; a vertex without area around it points up.</returns>
    public static Vector3[] Of(TriangleMesh mesh)
    {
        var normals = VertexNormals.Compute(mesh);
        for (var i = 0; i < normals.Length; i++)
        {
            var length = normals[i].Length();
            normals[i] = length > 0.5f && float.IsFinite(length) ? normals[i] / length : Vector3.UnitY;
        }

        return normals;
    }

    /// <returns>[vertices] of the split mesh.</returns>
    public static Vector3[] Of(UvMesh mesh)
    {
        var source = Of(WeldedMesh.Of(mesh));
        var normals = new Vector3[mesh.Mesh.VertexCount];
        for (var i = 0; i < normals.Length; i++)
            normals[i] = source[mesh.SourceVertices[i]];
        return normals;
    }
}
