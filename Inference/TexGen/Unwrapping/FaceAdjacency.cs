using System.Numerics;

namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// Which half-edges are two sides of one surface edge. Half-edge <c>3 f + k</c> runs from corner <c>k</c> of face <c>f</c> to the next corner.
/// Half-edges are bucketed by their smaller vertex and sorted within the bucket: O(faces) for meshes of bounded valence.
/// </summary>
internal static class FaceAdjacency
{
    private const int VerticesPerCheck = 1 << 14;

    /// <summary>Edges of more faces stay borders: all pairs are looked at.</summary>
    private const int MostFacesOfAnEdge = 16;

    /// <param name="normals">[faces]: where given, the faces of an edge with more than two are paired by how flatly they go on; null: such an edge is a border.</param>
    /// <returns>
    /// [faces * 3]: the opposite half-edge, or -1 on a border. Only half-edges of opposite directions are paired, so charts never grow from one orientation into
    /// the other.
    /// </returns>
    public static int[] Build(int[] indices, int vertexCount, Vector3[]? normals, CancellationToken cancellationToken)
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
                Pair(keys.AsSpan(starts[v]..starts[v + 1]), indices, normals, opposite);
        });
        return opposite;
    }

    /// <summary>The next half-edge of the same face.</summary>
    public static int Next(int halfEdge) => halfEdge % 3 == 2 ? halfEdge - 2 : halfEdge + 1;

    private static void Pair(Span<long> keys, int[] indices, Vector3[]? normals, int[] opposite)
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
                if (normals is not null && end - i is > 2 and <= MostFacesOfAnEdge)
                    PairFlattest(keys[i..end], indices, normals, opposite);
            }

            i = end;
        }
    }

    // Of all pairs of opposite directions the one whose normals agree best, and so on with the rest; the first of equals.
    private static void PairFlattest(ReadOnlySpan<long> keys, int[] indices, Vector3[] normals, int[] opposite)
    {
        while (true)
        {
            var (first, second, best) = (-1, -1, float.NegativeInfinity);
            for (var i = 0; i < keys.Length; i++)
            {
                for (var j = i + 1; j < keys.Length; j++)
                {
                    var (p, q) = ((int)keys[i], (int)keys[j]);
                    if (opposite[p] >= 0 || opposite[q] >= 0 || indices[p] == indices[q] || p / 3 == q / 3) continue;
                    var agreement = Vector3.Dot(normals[p / 3], normals[q / 3]);
                    if (agreement > best) (first, second, best) = (p, q, agreement);
                }
            }

            if (first < 0) return;
            (opposite[first], opposite[second]) = (second, first);
        }
    }
}
