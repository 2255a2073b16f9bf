namespace Hunyuan3D.Inference.Geometry;

/// <summary>How the faces around each vertex hang together.</summary>
internal readonly record struct VertexFans(int UsedVertices, int NonManifoldVertices)
{
    private const int VerticesPerChunk = 1 << 14;

    public static VertexFans Count(TriangleMesh mesh, EdgeAdjacency adjacency)
    {
        var corners = new int[mesh.VertexCount];
        var firstCorner = GC.AllocateUninitializedArray<int>(mesh.VertexCount);
        var indices = mesh.Indices;
        for (var i = 0; i < indices.Length; i += 3)
        {
            int a = indices[i], b = indices[i + 1], c = indices[i + 2];
            if (a == b || b == c || c == a)
                continue;
            corners[a]++;
            corners[b]++;
            corners[c]++;
            (firstCorner[a], firstCorner[b], firstCorner[c]) = (i, i + 1, i + 2);
        }

        var chunks = (mesh.VertexCount + VerticesPerChunk - 1) / VerticesPerChunk;
        int used = 0, nonManifold = 0;
        Parallel.For(0, chunks, chunk =>
        {
            int usedHere = 0, nonManifoldHere = 0;
            for (int v = chunk * VerticesPerChunk, end = Math.Min(v + VerticesPerChunk, corners.Length); v < end; v++)
            {
                if (corners[v] == 0)
                    continue;
                usedHere++;
                if (FanSize(indices, adjacency.Twins, firstCorner[v], corners[v]) != corners[v])
                    nonManifoldHere++;
            }

            Interlocked.Add(ref used, usedHere);
            Interlocked.Add(ref nonManifold, nonManifoldHere);
        });
        return new VertexFans(used, nonManifold);
    }

    // Corners reached from one corner over the edges at its vertex, both ways; -1 when an edge with many faces is met.
    private static int FanSize(int[] indices, int[] twins, int corner, int limit)
    {
        int vertex = indices[corner], size = 1;
        foreach (var firstSide in (ReadOnlySpan<int>)[corner, corner % 3 == 0 ? corner + 2 : corner - 1])
        {
            for (var side = firstSide; size <= limit;)
            {
                var twin = twins[side];
                if (twin == EdgeAdjacency.NonManifold)
                    return -1;
                if (twin == EdgeAdjacency.Boundary)
                    break;

                // In the other face the vertex is at one end of the twin; go on over the face's other side at that vertex.
                var starts = indices[twin] == vertex;
                var reached = starts ? twin : EdgeAdjacency.Next(twin);
                if (reached == corner)
                    return size;
                size++;
                side = starts ? (twin % 3 == 0 ? twin + 2 : twin - 1) : reached;
            }
        }

        return size;
    }
}
