using System.Buffers;

namespace Hunyuan3D.Inference.Geometry;

/// <summary>
/// Which faces meet at an edge. Half-edge h = 3 * face + corner runs from that corner's vertex to the next corner's.
/// <para>
/// Built by a parallel bucket sort: half-edges go to ranges of 4096 vertices by their lower vertex, and each range is sorted in cache by
/// (lower, upper). The result does not depend on the number of threads. Cost: about five passes over the indices. Faces that name a vertex
/// twice take no part.
/// </para>
/// </summary>
internal sealed class EdgeAdjacency
{
    /// <summary>The twin of a half-edge that has no other face.</summary>
    public const int Boundary = -1;

    /// <summary>The twin of a half-edge whose edge has more than two faces.</summary>
    public const int NonManifold = -2;

    private const int RangeBits = 12;
    private const int RangeSize = 1 << RangeBits;
    private const int FacesPerChunk = 1 << 15;

    private EdgeAdjacency(int[] twins) => Twins = twins;

    /// <summary>[half-edges]: the half-edge of the other face, <see cref="Boundary"/> or <see cref="NonManifold"/>.</summary>
    public int[] Twins { get; }

    public int EdgeCount { get; private set; }

    public int BoundaryEdgeCount { get; private set; }

    /// <summary>Edges whose two faces run along it in the same direction.</summary>
    public int MisorientedEdgeCount { get; private set; }

    /// <summary>Faces that have the three vertices of an earlier face.</summary>
    public int DuplicateFaceCount { get; private set; }

    /// <summary>The half-edges of every edge with more than two faces, by vertices, then by half-edge.</summary>
    public IReadOnlyList<int[]> NonManifoldEdges { get; private set; } = [];

    public static EdgeAdjacency Build(TriangleMesh mesh)
    {
        var indices = mesh.Indices;
        int faceCount = mesh.FaceCount, ranges = (mesh.VertexCount + RangeSize - 1) >> RangeBits, chunks = (faceCount + FacesPerChunk - 1) / FacesPerChunk;
        var adjacency = new EdgeAdjacency(GC.AllocateUninitializedArray<int>(indices.Length));

        // starts[chunk * ranges + range]: first counts, then the place of the chunk's first half-edge in the sorted list.
        var starts = new int[chunks * ranges];
        Parallel.For(0, chunks, chunk => CountChunk(indices, chunk, starts.AsSpan(chunk * ranges, ranges)));
        var rangeStarts = new int[ranges + 1];
        var sum = 0;
        for (var range = 0; range < ranges; range++)
        {
            rangeStarts[range] = sum;
            for (var chunk = 0; chunk < chunks; chunk++)
                (starts[chunk * ranges + range], sum) = (sum, sum + starts[chunk * ranges + range]);
        }

        rangeStarts[ranges] = sum;
        var byRange = ArrayPool<int>.Shared.Rent(sum);
        Parallel.For(0, chunks, chunk => ScatterChunk(indices, chunk, starts.AsSpan(chunk * ranges, ranges), byRange, adjacency.Twins));
        var tallies = new Tally[ranges];
        Parallel.For(0, ranges, range => tallies[range] = adjacency.LinkRange(indices, byRange.AsSpan(rangeStarts[range]..rangeStarts[range + 1]), range << RangeBits));
        ArrayPool<int>.Shared.Return(byRange);

        adjacency.EdgeCount = tallies.Sum(tally => tally.Edges);
        adjacency.BoundaryEdgeCount = tallies.Sum(tally => tally.Boundary);
        adjacency.MisorientedEdgeCount = tallies.Sum(tally => tally.Misoriented);
        adjacency.DuplicateFaceCount = tallies.Sum(tally => tally.Duplicates);
        adjacency.NonManifoldEdges = [.. tallies.SelectMany(tally => tally.NonManifold ?? [])];
        return adjacency;
    }

    private static void CountChunk(int[] indices, int chunk, Span<int> counts)
    {
        var end = (int)Math.Min((chunk + 1L) * FacesPerChunk * 3, indices.Length);
        for (var i = chunk * FacesPerChunk * 3; i < end; i += 3)
        {
            int a = indices[i], b = indices[i + 1], c = indices[i + 2];
            if (a == b || b == c || c == a)
                continue;
            counts[Math.Min(a, b) >> RangeBits]++;
            counts[Math.Min(b, c) >> RangeBits]++;
            counts[Math.Min(c, a) >> RangeBits]++;
        }
    }

    private static void ScatterChunk(int[] indices, int chunk, Span<int> next, int[] byRange, int[] twins)
    {
        var end = (int)Math.Min((chunk + 1L) * FacesPerChunk * 3, indices.Length);
        for (var i = chunk * FacesPerChunk * 3; i < end; i += 3)
        {
            int a = indices[i], b = indices[i + 1], c = indices[i + 2];
            if (a == b || b == c || c == a)
            {
                twins.AsSpan(i, 3).Fill(Boundary);
                continue;
            }

            byRange[next[Math.Min(a, b) >> RangeBits]++] = i;
            byRange[next[Math.Min(b, c) >> RangeBits]++] = i + 1;
            byRange[next[Math.Min(c, a) >> RangeBits]++] = i + 2;
        }
    }

    private Tally LinkRange(int[] indices, ReadOnlySpan<int> halfEdges, int firstVertex)
    {
        if (halfEdges.IsEmpty)
            return default;
        Span<int> ends = stackalloc int[RangeSize + 1];
        ends.Clear();
        foreach (var h in halfEdges)
            ends[Math.Min(indices[h], indices[Next(h)]) - firstVertex + 1]++;
        for (var vertex = 1; vertex <= RangeSize; vertex++)
            ends[vertex] += ends[vertex - 1];

        // (upper vertex, half-edge) by lower vertex; filling moves each start to the end of its list.
        var rented = ArrayPool<ulong>.Shared.Rent(halfEdges.Length);
        var sorted = rented.AsSpan(0, halfEdges.Length);
        foreach (var h in halfEdges)
        {
            int a = indices[h], b = indices[Next(h)];
            sorted[ends[Math.Min(a, b) - firstVertex]++] = ((ulong)(uint)Math.Max(a, b) << 32) | (uint)h;
        }

        var tally = default(Tally);
        var start = 0;
        for (var vertex = 0; vertex < RangeSize; vertex++)
        {
            var list = sorted[start..ends[vertex]];
            start = ends[vertex];
            if (!list.IsEmpty)
                LinkVertex(indices, list, ref tally);
        }

        ArrayPool<ulong>.Shared.Return(rented);
        return tally;
    }

    private void LinkVertex(int[] indices, Span<ulong> list, ref Tally tally)
    {
        Sort(list);
        for (int from = 0, to; from < list.Length; from = to)
        {
            to = from + 1;
            while (to < list.Length && list[to] >> 32 == list[from] >> 32)
                to++;
            tally.Edges++;
            LinkEdge(indices, list[from..to], ref tally);
        }
    }

    private void LinkEdge(int[] indices, ReadOnlySpan<ulong> edge, ref Tally tally)
    {
        var first = (int)(uint)edge[0];
        if (edge.Length == 1)
        {
            Twins[first] = Boundary;
            tally.Boundary++;
            return;
        }

        if (edge.Length == 2)
        {
            var second = (int)(uint)edge[1];
            (Twins[first], Twins[second]) = (second, first);
            tally.Misoriented += indices[first] == indices[second] ? 1 : 0;
        }
        else
        {
            var group = new int[edge.Length];
            for (var i = 0; i < group.Length; i++)
                Twins[group[i] = (int)(uint)edge[i]] = NonManifold;
            (tally.NonManifold ??= []).Add(group);
        }

        tally.Duplicates += Duplicates(indices, edge);
    }

    // Counted at the edge opposite of a face's highest vertex, so once a face.
    private static int Duplicates(int[] indices, ReadOnlySpan<ulong> edge)
    {
        int duplicates = 0, upper = (int)(edge[0] >> 32);
        for (var i = 1; i < edge.Length; i++)
        {
            var tip = indices[Next(Next((int)(uint)edge[i]))];
            if (tip < upper)
                continue;
            for (var j = 0; j < i; j++)
            {
                if (indices[Next(Next((int)(uint)edge[j]))] != tip)
                    continue;
                duplicates++;
                break;
            }
        }

        return duplicates;
    }

    /// <summary>The next half-edge around the same face.</summary>
    public static int Next(int halfEdge) => halfEdge % 3 == 2 ? halfEdge - 2 : halfEdge + 1;

    private static void Sort(Span<ulong> list)
    {
        if (list.Length > 24)
        {
            list.Sort();
            return;
        }

        for (var i = 1; i < list.Length; i++)
        {
            var item = list[i];
            var j = i;
            for (; j > 0 && list[j - 1] > item; j--)
                list[j] = list[j - 1];
            list[j] = item;
        }
    }

    private struct Tally
    {
        public int Edges;
        public int Boundary;
        public int Misoriented;
        public int Duplicates;
        public List<int[]>? NonManifold;
    }
}
