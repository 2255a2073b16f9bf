using System.Numerics;

namespace Hunyuan3D.Inference.Geometry.Repair;

/// <summary>Pairs the faces of edges that have more than two.</summary>
internal static class EdgePairing
{
    /// <summary>
    /// The twins of an oriented mesh. Around an edge with many faces those are paired that bound one wedge of the solid, so that solids which touch along an
    /// edge come apart; a face without a partner is left with <see cref="EdgeAdjacency.Boundary"/>.
    /// </summary>
    public static int[] Pair(TriangleMesh mesh, EdgeAdjacency adjacency)
    {
        var twins = (int[])adjacency.Twins.Clone();
        foreach (var edge in adjacency.NonManifoldEdges)
            PairWedges(mesh, edge, twins);
        return twins;
    }

    // Seen along the edge's direction, the solid lies clockwise of a face that runs along the edge and counter-clockwise of one that runs
    // against it. So, counter-clockwise, a wedge of the solid goes from a face against to the next face along.
    private static void PairWedges(TriangleMesh mesh, int[] edge, int[] twins)
    {
        int start = mesh.Indices[edge[0]], end = mesh.Indices[EdgeAdjacency.Next(edge[0])];
        var direction = Vector3.Normalize(mesh.Positions[end] - mesh.Positions[start]);
        var right = Perpendicular(direction);
        var up = Vector3.Cross(direction, right);
        var around = edge.OrderBy(AngleOf).ThenBy(halfEdge => halfEdge).ToArray();
        foreach (var halfEdge in edge)
            twins[halfEdge] = EdgeAdjacency.Boundary;

        // Twice around, so that a wedge over the starting angle closes too.
        var open = new Stack<int>();
        foreach (var halfEdge in around.Concat(around))
        {
            if (twins[halfEdge] != EdgeAdjacency.Boundary)
                continue;
            if (mesh.Indices[halfEdge] != start)
            {
                if (!open.Contains(halfEdge))
                    open.Push(halfEdge);
            }
            else if (open.TryPop(out var partner))
            {
                (twins[halfEdge], twins[partner]) = (partner, halfEdge);
            }
        }

        float AngleOf(int halfEdge)
        {
            var tip = mesh.Positions[mesh.Indices[EdgeAdjacency.Next(EdgeAdjacency.Next(halfEdge))]] - mesh.Positions[start];
            return MathF.Atan2(Vector3.Dot(tip, up), Vector3.Dot(tip, right));
        }
    }

    private static Vector3 Perpendicular(Vector3 direction)
    {
        var axis = MathF.Abs(direction.X) < 0.7f ? Vector3.UnitX : Vector3.UnitY;
        return Vector3.Normalize(Vector3.Cross(direction, axis));
    }
}
