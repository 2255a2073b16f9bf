using System.Numerics;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// A mesh with one UV per vertex. Vertices on a chart border are split, so a position index is also a UV index.
/// UV (0, 0) is the lower left corner of the texture; texture row 0 is v = 1.
/// </summary>
public sealed class UvMesh
{
    /// <param name="mesh">Positions and faces after the split.</param>
    /// <param name="uvs">[vertices] in 0..1.</param>
    /// <param name="sourceVertices">[vertices]: the vertex of the mesh before the split that each vertex copies.</param>
    public UvMesh(TriangleMesh mesh, Vector2[] uvs, int[] sourceVertices)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        ArgumentNullException.ThrowIfNull(uvs);
        ArgumentNullException.ThrowIfNull(sourceVertices);
        if (uvs.Length != mesh.VertexCount || sourceVertices.Length != mesh.VertexCount)
            throw new ArgumentException($"Expected {mesh.VertexCount} UVs and source vertices, not {uvs.Length} and {sourceVertices.Length}.");
        (Mesh, Uvs, SourceVertices) = (mesh, uvs, sourceVertices);
    }

    public TriangleMesh Mesh { get; }

    public Vector2[] Uvs { get; }

    public int[] SourceVertices { get; }
}
