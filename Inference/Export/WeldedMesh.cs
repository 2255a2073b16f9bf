using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Inference.Export;

/// <summary>Undoes the splits of vertices that UVs need.</summary>
internal static class WeldedMesh
{
    /// <summary>The mesh as it was before it was split along chart borders: closed if it was closed then.</summary>
    public static TriangleMesh Of(UvMesh mesh)
    {
        var count = 0;
        foreach (var source in mesh.SourceVertices)
            count = Math.Max(count, source + 1);
        var positions = new Vector3[count];
        for (var i = 0; i < mesh.SourceVertices.Length; i++)
            positions[mesh.SourceVertices[i]] = mesh.Mesh.Positions[i];
        var indices = new int[mesh.Mesh.Indices.Length];
        for (var i = 0; i < indices.Length; i++)
            indices[i] = mesh.SourceVertices[mesh.Mesh.Indices[i]];
        return new TriangleMesh(positions, indices);
    }

    /// <summary>The first vertex at every position: [vertices] of the welded index, and the welded positions.</summary>
    public static (int[] SourceVertices, Vector3[] Positions) ByPosition(Vector3[] positions)
    {
        var first = new Dictionary<Vector3, int>(positions.Length);
        var sources = new int[positions.Length];
        var welded = new List<Vector3>(positions.Length);
        for (var i = 0; i < positions.Length; i++)
        {
            // Adding zero turns -0 into 0: they are one place.
            var position = positions[i] + Vector3.Zero;
            if (!first.TryGetValue(position, out sources[i]))
            {
                first.Add(position, sources[i] = welded.Count);
                welded.Add(position);
            }
        }

        return (sources, [.. welded]);
    }
}
