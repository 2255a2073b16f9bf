using System.Numerics;

namespace Hunyuan3D.Inference.Geometry.Repair;

/// <summary>
/// Closes the holes of a manifold mesh: a hole of three edges with a face, others with a fan around the mean of their vertices. A face that hangs on nothing is
/// dropped.
/// </summary>
internal static class HoleFiller
{
    public static TriangleMesh Fill(TriangleMesh mesh, EdgeAdjacency adjacency)
    {
        // One fan a vertex, so at most one open edge leaves it.
        var leaving = new Dictionary<int, int>();
        for (var halfEdge = 0; halfEdge < adjacency.Twins.Length; halfEdge++)
        {
            if (adjacency.Twins[halfEdge] == EdgeAdjacency.Boundary)
                leaving.Add(mesh.Indices[halfEdge], halfEdge);
        }

        if (leaving.Count == 0)
            return mesh;
        var positions = new List<Vector3>(mesh.Positions);
        var indices = new List<int>(mesh.Indices);
        var keeps = new bool[mesh.FaceCount];
        Array.Fill(keeps, true);
        foreach (var start in leaving.Keys.Order().ToArray())
        {
            var hole = new List<int>();
            for (var vertex = start; leaving.Remove(vertex, out var halfEdge); vertex = mesh.Indices[EdgeAdjacency.Next(halfEdge)])
                hole.Add(halfEdge);
            if (hole.Count > 0)
                Close(mesh, hole, positions, indices, keeps);
        }

        return MeshCompaction.Keep(new TriangleMesh([.. positions], [.. indices]), [.. keeps, .. Enumerable.Repeat(true, indices.Count / 3 - keeps.Length)]);
    }

    private static void Close(TriangleMesh mesh, List<int> hole, List<Vector3> positions, List<int> indices, bool[] keeps)
    {
        if (hole.Count == 3)
        {
            if (hole[0] / 3 == hole[1] / 3 && hole[1] / 3 == hole[2] / 3)
                keeps[hole[0] / 3] = false;
            else
                indices.AddRange([mesh.Indices[hole[2]], mesh.Indices[hole[1]], mesh.Indices[hole[0]]]);
            return;
        }

        var middle = positions.Count;
        positions.Add(hole.Aggregate(Vector3.Zero, (sum, halfEdge) => sum + mesh.Positions[mesh.Indices[halfEdge]]) / hole.Count);
        foreach (var halfEdge in hole)
            indices.AddRange([mesh.Indices[EdgeAdjacency.Next(halfEdge)], mesh.Indices[halfEdge], middle]);
    }
}
