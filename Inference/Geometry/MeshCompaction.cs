using System.Numerics;

namespace Hunyuan3D.Inference.Geometry;

/// <summary>Drops faces and the vertices that lose their last face with them.</summary>
internal static class MeshCompaction
{
    /// <param name="keeps">[faces] whether a face stays.</param>
    /// <returns>The kept faces in their order, vertices in theirs; the same mesh when nothing is dropped.</returns>
    public static TriangleMesh Keep(TriangleMesh mesh, ReadOnlySpan<bool> keeps)
    {
        var indices = mesh.Indices;
        var newIndex = new int[mesh.VertexCount];
        var faces = 0;
        for (var face = 0; face < keeps.Length; face++)
        {
            if (!keeps[face])
                continue;
            faces++;
            newIndex[indices[3 * face]] = newIndex[indices[3 * face + 1]] = newIndex[indices[3 * face + 2]] = 1;
        }

        var vertices = 0;
        for (var vertex = 0; vertex < newIndex.Length; vertex++)
            newIndex[vertex] = newIndex[vertex] != 0 ? vertices++ : -1;
        if (faces == mesh.FaceCount && vertices == mesh.VertexCount)
            return mesh;

        var positions = new Vector3[vertices];
        for (var vertex = 0; vertex < newIndex.Length; vertex++)
        {
            if (newIndex[vertex] >= 0)
                positions[newIndex[vertex]] = mesh.Positions[vertex];
        }

        var kept = new int[3 * faces];
        for (int face = 0, next = 0; face < keeps.Length; face++)
        {
            if (!keeps[face])
                continue;
            kept[next++] = newIndex[indices[3 * face]];
            kept[next++] = newIndex[indices[3 * face + 1]];
            kept[next++] = newIndex[indices[3 * face + 2]];
        }

        return new TriangleMesh(positions, kept);
    }
}
