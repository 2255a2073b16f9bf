using System.Numerics;

namespace Hunyuan3D.Inference.Geometry.Repair;

/// <summary>
/// Makes a mesh closed and manifold. In this order: faces that name a vertex twice, touch NaN, or repeat or cancel another go; where more than two faces
/// meet at an edge they are paired around the solid's wedges (<see cref="EdgePairing"/>); a vertex gets a copy for every further fan; an edge that two
/// pairs still share is divided for the second; holes are filled (<see cref="HoleFiller"/>).
/// <para>
/// Copies and dividing points are moved a little into their own piece, so that they stay apart when a reader welds equal positions. A sound mesh is
/// returned as it is, for the cost of a check.
/// </para>
/// </summary>
internal static class ManifoldRepair
{
    // Share of the way to the neighbours that copies move.
    private const float Inset = 1f / 256;

    // Dividing an edge can only touch faces once a round; every round divides at least one edge for good.
    private const int MaxRounds = 64;

    /// <exception cref="ArgumentException">Two faces run along an edge in the same direction: the mesh has no outside. Orient it first.</exception>
    public static TriangleMesh Repair(TriangleMesh mesh)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        mesh = DegenerateFaceRemover.Remove(mesh);
        var adjacency = EdgeAdjacency.Build(mesh);
        if (adjacency.DuplicateFaceCount > 0)
        {
            mesh = DuplicateFaceRemover.Remove(mesh);
            adjacency = EdgeAdjacency.Build(mesh);
        }

        if (adjacency.MisorientedEdgeCount > 0)
            throw new ArgumentException($"Along {adjacency.MisorientedEdgeCount} edges both faces run in the same direction; orient the faces first.", nameof(mesh));
        if (adjacency.BoundaryEdgeCount == 0 && adjacency.NonManifoldEdges.Count == 0 && VertexFans.Count(mesh, adjacency).NonManifoldVertices == 0)
            return mesh;

        mesh = SplitVertices(mesh, adjacency);
        for (var round = 0; round < MaxRounds; round++)
        {
            adjacency = EdgeAdjacency.Build(mesh);
            if (adjacency.NonManifoldEdges.Count == 0)
                return HoleFiller.Fill(mesh, adjacency);
            mesh = DivideEdges(mesh, adjacency);
        }

        throw new InvalidOperationException($"{adjacency.NonManifoldEdges.Count} edges still have more than two faces after {MaxRounds} rounds of dividing them.");
    }

    // Corners are one fan when they are linked over paired edges; the first fan of a vertex keeps it.
    private static TriangleMesh SplitVertices(TriangleMesh mesh, EdgeAdjacency adjacency)
    {
        var twins = EdgePairing.Pair(mesh, adjacency);
        var fans = new DisjointSets(mesh.Indices.Length);
        for (var halfEdge = 0; halfEdge < twins.Length; halfEdge++)
        {
            if (twins[halfEdge] < halfEdge)
                continue;
            fans.Join(halfEdge, EdgeAdjacency.Next(twins[halfEdge]));
            fans.Join(EdgeAdjacency.Next(halfEdge), twins[halfEdge]);
        }

        var vertexOfFan = new int[mesh.Indices.Length];
        var isTaken = new bool[mesh.VertexCount];
        var positions = new List<Vector3>(mesh.Positions);
        var indices = new int[mesh.Indices.Length];
        var copies = new Dictionary<int, (Vector3 Sum, int Count)>();
        for (var corner = 0; corner < indices.Length; corner++)
        {
            int vertex = mesh.Indices[corner], fan = fans.Find(corner);
            if (fan == corner)
            {
                vertexOfFan[fan] = isTaken[vertex] ? positions.Count : vertex;
                if (isTaken[vertex])
                    positions.Add(mesh.Positions[vertex]);
                isTaken[vertex] = true;
            }

            indices[corner] = vertexOfFan[fan];
            if (indices[corner] < mesh.VertexCount)
                continue;
            int next = EdgeAdjacency.Next(corner), last = EdgeAdjacency.Next(next);
            var (sum, count) = copies.GetValueOrDefault(indices[corner]);
            copies[indices[corner]] = (sum + mesh.Positions[mesh.Indices[next]] + mesh.Positions[mesh.Indices[last]], count + 2);
        }

        foreach (var (copy, (sum, count)) in copies)
            positions[copy] = Vector3.Lerp(positions[copy], sum / count, Inset);
        return new TriangleMesh([.. positions], indices);
    }

    // Every pair of faces but the first gets a middle of its own on the edge. A face is divided at one edge a round.
    private static TriangleMesh DivideEdges(TriangleMesh mesh, EdgeAdjacency adjacency)
    {
        var twins = EdgePairing.Pair(mesh, adjacency);
        var positions = new List<Vector3>(mesh.Positions);
        var indices = new List<int>(mesh.Indices);
        var isDivided = new bool[mesh.FaceCount];
        foreach (var edge in adjacency.NonManifoldEdges)
        {
            foreach (var halfEdge in edge.Skip(1))
            {
                var twin = twins[halfEdge];
                if (twin == edge[0] || twin > halfEdge || isDivided[halfEdge / 3] || (twin >= 0 && isDivided[twin / 3]))
                    continue;
                int next = EdgeAdjacency.Next(halfEdge), tip = EdgeAdjacency.Next(next), otherTip = twin < 0 ? tip : EdgeAdjacency.Next(EdgeAdjacency.Next(twin));
                var middle = (mesh.Positions[mesh.Indices[halfEdge]] + mesh.Positions[mesh.Indices[next]]) / 2;
                var inside = (mesh.Positions[mesh.Indices[tip]] + mesh.Positions[mesh.Indices[otherTip]]) / 2;
                positions.Add(Vector3.Lerp(middle, inside, Inset));
                Divide(halfEdge);
                if (twin >= 0)
                    Divide(twin);
            }
        }

        return new TriangleMesh([.. positions], [.. indices]);

        void Divide(int halfEdge)
        {
            int next = EdgeAdjacency.Next(halfEdge), tip = EdgeAdjacency.Next(next), middle = positions.Count - 1;
            isDivided[halfEdge / 3] = true;
            indices.AddRange([middle, indices[next], indices[tip]]);
            indices[next] = middle;
        }
    }
}
