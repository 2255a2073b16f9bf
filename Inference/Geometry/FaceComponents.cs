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
        var sets = new DisjointSets(mesh.FaceCount);
        for (var halfEdge = 0; halfEdge < adjacency.Twins.Length; halfEdge++)
        {
            var twin = adjacency.Twins[halfEdge];
            if (twin > halfEdge)
                sets.Join(halfEdge / 3, twin / 3);
        }

        foreach (var edge in adjacency.NonManifoldEdges)
        {
            for (var i = 1; i < edge.Length; i++)
                sets.Join(edge[0] / 3, edge[i] / 3);
        }

        var (labels, count) = sets.ToLabels();
        return new FaceComponents(labels, count);
    }

    /// <summary>[pieces] the number of faces.</summary>
    public int[] Sizes()
    {
        var sizes = new int[Count];
        foreach (var label in Labels)
            sizes[label]++;
        return sizes;
    }
}
