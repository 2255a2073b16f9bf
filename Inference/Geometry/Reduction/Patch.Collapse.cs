using System.Runtime.CompilerServices;

namespace Hunyuan3D.Inference.Geometry.Reduction;

internal sealed unsafe partial class Patch
{
    private const int CancellationInterval = 4096;

    /// <summary>An edge whose collapse makes slivers waits until others cost 64 times as much (8 times in distance).</summary>
    private const int DeferredBuckets = 6 * CollapseQueue.Octave;

    /// <summary>The version of a vertex that is gone: no sum with another one's is that of an edge.</summary>
    private const int GoneVersion = int.MinValue / 2;

    private readonly EdgeQuadrics _edges = new();
    private readonly LinkGeometry _link = new();

    /// <summary>
    /// Collapses edges between free vertices, cheapest first, while more than <paramref name="minFaces"/> faces are left and the cost stays
    /// in buckets up to <paramref name="lastBucket"/>.
    /// </summary>
    /// <param name="limits">What a collapse may do to the faces around it.</param>
    /// <param name="census">Null, or is told every collapse; the work then ends when it is complete.</param>
    /// <param name="progress">Null, or is told of removed faces.</param>
    public void Collapse(int minFaces, int lastBucket, CollapseLimits limits, CostCensus? census, ReductionProgress? progress, CancellationToken cancellationToken)
    {
        _queue.Clear(lastBucket, VertexCount * 3);
        _versions.Reserve(VertexCount);
        new Span<int>(_versions.Pointer, VertexCount).Clear();
        for (var v = 0; v < VertexCount; v++)
        {
            var vertex = _vertices.Pointer + v;
            if (!vertex->IsFrozen)
                PushEdges(v, vertex, onlyHigher: true);
        }

        census?.Begin(CountInteriorFaces());
        var told = FaceCount;
        for (var pops = 1; FaceCount > minFaces && _queue.TryPop(out var edge, out var bucket); pops++)
        {
            if (pops % CancellationInterval == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Add(told - FaceCount);
                told = FaceCount;
            }

            if (!TryCollapse(in edge, bucket, limits, out var interior))
                continue;
            FaceCount -= 2;
            if (census is null)
                continue;
            census.Remove(interior, bucket);
            if (census.IsComplete)
                break;
        }

        progress?.Add(told - FaceCount);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Faces without a frozen corner.</summary>
    private int CountInteriorFaces()
    {
        var corners = 0;
        for (var v = 0; v < VertexCount; v++)
        {
            var vertex = _vertices.Pointer + v;
            if (vertex->IsFrozen || vertex->Valence == 0)
                continue;
            var ring = _rings.Pointer + vertex->RingStart;
            var previousFree = !_vertices.Pointer[ring[vertex->Valence - 1]].IsFrozen;
            for (var i = 0; i < vertex->Valence; i++)
            {
                var free = !_vertices.Pointer[ring[i]].IsFrozen;
                corners += free && previousFree ? 1 : 0;
                previousFree = free;
            }
        }

        return corners / 3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PushEdges(int v, QuadricVertex* vertex, bool onlyHigher)
    {
        var vertices = _vertices.Pointer;
        var ring = _rings.Pointer + vertex->RingStart;
        var batch = _edges.Neighbours;
        var count = 0;
        for (var i = 0; i < vertex->Valence; i++)
        {
            var w = ring[i];
            if (!vertices[w].IsFrozen && !(onlyHigher && w < v))
                batch[count++] = w;
            if (count == 0 || (count < EdgeQuadrics.Lanes && i < vertex->Valence - 1))
                continue;
            var buckets = CollapseQueue.BucketsOf(_edges.Costs(vertices, vertex, count));
            for (var edge = 0; edge < count; edge++)
                _queue.Push(v, batch[edge], _versions.Pointer[v] + _versions.Pointer[batch[edge]], buckets[edge]);
            count = 0;
        }
    }

    private bool TryCollapse(in CollapseQueue.Edge edge, int bucket, CollapseLimits limits, out int interior)
    {
        interior = 0;
        var vertices = _vertices.Pointer;
        var versions = _versions.Pointer;
        var (u, v) = (edge.U, edge.V);
        if (versions[u] + versions[v] != edge.Version)
            return false;
        QuadricVertex* kept = vertices + u, gone = vertices + v;
        if (gone->RingCapacity > kept->RingCapacity || (gone->RingCapacity == kept->RingCapacity && gone->Valence > kept->Valence))
        {
            (u, v) = (v, u);
            var other = kept;
            kept = gone;
            gone = other;
        }

        // The ring after the collapse: kept's without gone, from a round to b, then gone's from after b round to before a.
        var count = kept->Valence + gone->Valence - 4;
        if (count < 3 || count > kept->RingCapacity)
            return false;
        int* keptRing = _rings.Pointer + kept->RingStart, goneRing = _rings.Pointer + gone->RingStart;
        var link = _link.Ids;
        var keptCount = kept->Valence - 1;
        CopyRing(keptRing, kept->Valence, IndexOf(keptRing, kept->Valence, v) + 1, keptCount, link);
        CopyRing(goneRing, gone->Valence, IndexOf(goneRing, gone->Valence, u) + 2, gone->Valence - 3, link + keptCount);
        if (!HaveNothingInCommon(link, keptCount, count))
            return false;

        var place = _edges.BestPlace(kept, gone);
        var minQuality = edge.Deferred ? limits.DeferredQuality : limits.MinQuality;
        var verdict = _link.Judge(vertices, kept, gone, keptCount, count, place, limits.MinCosine, minQuality);
        if (verdict == LinkVerdict.Sliver && !edge.Deferred)
            _queue.Push(edge.U, edge.V, edge.Version, Math.Min(bucket + DeferredBuckets, CollapseQueue.LastBucket), deferred: true);
        if (verdict != LinkVerdict.Fine)
            return false;

        interior = RemoveFromRing(link[0], v) + RemoveFromRing(link[keptCount - 1], v);
        for (var i = keptCount; i < count; i++)
            ReplaceInRing(link[i], v, u);
        for (var i = 0; i < count; i++)
            keptRing[i] = link[i];
        kept->MoveTo(place);
        gone->MoveTo(place);
        kept->Add(in *gone);
        kept->Valence = (ushort)count;
        gone->Valence = 0;
        versions[u]++;
        versions[v] = GoneVersion;
        PushEdges(u, kept, onlyHigher: false);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRing(int* ring, int valence, int from, int count, int* target)
    {
        if (from >= valence)
            from -= valence;
        for (var i = 0; i < count; i++)
        {
            target[i] = ring[from];
            if (++from == valence)
                from = 0;
        }
    }

    /// <summary>The link condition: besides the two ends of the ring's first part, no vertex may be a neighbour of both ends of the edge.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HaveNothingInCommon(int* link, int split, int count)
    {
        var marks = _marks.Pointer;
        var mark = ++_mark;
        for (var i = 0; i < split; i++)
            marks[link[i]] = mark;
        for (var i = split; i < count; i++)
        {
            if (marks[link[i]] == mark)
                return false;
        }

        return true;
    }

    /// <summary>Returns the free vertices (0 or 1) that lost a neighbour.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int RemoveFromRing(int w, int v)
    {
        var vertex = _vertices.Pointer + w;
        if (vertex->IsFrozen)
            return 0;
        var ring = _rings.Pointer + vertex->RingStart;
        var last = --vertex->Valence;
        for (var i = IndexOf(ring, last + 1, v); i < last; i++)
            ring[i] = ring[i + 1];
        return 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReplaceInRing(int w, int v, int u)
    {
        var vertex = _vertices.Pointer + w;
        if (vertex->IsFrozen)
            return;
        var ring = _rings.Pointer + vertex->RingStart;
        ring[IndexOf(ring, vertex->Valence, v)] = u;
    }
}
