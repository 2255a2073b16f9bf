namespace Hunyuan3D.Inference.Geometry;

/// <summary>The pieces of a mesh: faces connected over edges.</summary>
internal sealed class FaceComponents
{
    private FaceComponents(int[] labels, int count) => (Labels, Count) = (labels, count);

    /// <summary>[faces]: the piece's number, rising by first face.</summary>
    public int[] Labels { get; }

    public int Count { get; }

    public static FaceComponents Find(TriangleMesh mesh, EdgeAdjacency adjacency)
    {
        // Union-find that keeps the lowest face as the root.
        var parents = new int[mesh.FaceCount];
        for (var face = 0; face < parents.Length; face++)
            parents[face] = face;
        for (var halfEdge = 0; halfEdge < adjacency.Twins.Length; halfEdge++)
        {
            var twin = adjacency.Twins[halfEdge];
            if (twin > halfEdge)
                Join(parents, halfEdge / 3, twin / 3);
        }

        foreach (var edge in adjacency.NonManifoldEdges)
        {
            for (var i = 1; i < edge.Length; i++)
                Join(parents, edge[0] / 3, edge[i] / 3);
        }

        var count = 0;
        for (var face = 0; face < parents.Length; face++)
            parents[face] = parents[face] == face ? count++ : parents[parents[face]];
        return new FaceComponents(parents, count);
    }

    /// <summary>[pieces] the number of faces.</summary>
    public int[] Sizes()
    {
        var sizes = new int[Count];
        foreach (var label in Labels)
            sizes[label]++;
        return sizes;
    }

    private static void Join(int[] parents, int a, int b)
    {
        (a, b) = (Root(parents, a), Root(parents, b));
        if (a < b)
            parents[b] = a;
        else
            parents[a] = b;
    }

    private static int Root(int[] parents, int face)
    {
        while (parents[face] != face)
            face = parents[face] = parents[parents[face]];
        return face;
    }
}
