namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// Which half-edges are two sides of one surface edge. Half-edge <c>3 f + k</c> runs from corner <c>k</c> of face <c>f</c> to the next corner.
/// Half-edges are bucketed by their smaller vertex and sorted within the bucket: O(faces) for meshes of bounded valence.
/// </summary>
internal static class FaceAdjacency
{
    private const int VerticesPerCheck = 1 << 14;

    /// <returns>
    /// [faces * 3]: the opposite half-edge, or -1 on a border. An edge counts as a border unless exactly two faces use it, in opposite directions;
    /// so charts never grow through non-manifold edges or from one orientation into the other.
    /// </returns>
    public static int[] Build(int[] indices, int vertexCount, CancellationToken cancellationToken)
    {
        var starts = new int[vertexCount + 1];
        for (var h = 0; h < indices.Length; h++)
            starts[Math.Min(indices[h], indices[Next(h)]) + 1]++;
        for (var v = 0; v < vertexCount; v++)
            starts[v + 1] += starts[v];
        cancellationToken.ThrowIfCancellationRequested();

        // Each key is the larger vertex above the half-edge, so one sort brings the sides of an edge together.
        var keys = new long[indices.Length];
        var fill = starts.AsSpan(0, vertexCount).ToArray();
        for (var h = 0; h < indices.Length; h++)
        {
            var (a, b) = (indices[h], indices[Next(h)]);
            keys[fill[Math.Min(a, b)]++] = (long)Math.Max(a, b) << 32 | (uint)h;
        }

        cancellationToken.ThrowIfCancellationRequested();
        var opposite = new int[indices.Length];
        var blocks = (vertexCount + VerticesPerCheck - 1) / VerticesPerCheck;
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancellationToken }, block =>
        {
            var end = Math.Min(vertexCount, (block + 1) * VerticesPerCheck);
            for (var v = block * VerticesPerCheck; v < end; v++)
                Pair(keys.AsSpan(starts[v]..starts[v + 1]), indices, opposite);
        });
        return opposite;
    }

    /// <summary>The next half-edge of the same face.</summary>
    public static int Next(int halfEdge) => halfEdge % 3 == 2 ? halfEdge - 2 : halfEdge + 1;

    private static void Pair(Span<long> keys, int[] indices, int[] opposite)
    {
        keys.Sort();
        for (var i = 0; i < keys.Length;)
        {
            var end = i + 1;
            while (end < keys.Length && keys[end] >> 32 == keys[i] >> 32)
                end++;
            var (first, second) = ((int)keys[i], (int)keys[end - 1]);
            if (end - i == 2 && indices[first] != indices[second] && first / 3 != second / 3)
            {
                opposite[first] = second;
                opposite[second] = first;
            }
            else
            {
                foreach (var key in keys[i..end])
                    opposite[(int)key] = -1;
            }

            i = end;
        }
    }
}
