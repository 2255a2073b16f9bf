using System.Runtime.InteropServices;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// Hierarchical face clustering (Garland, Willmott, Heckbert 2001): every face starts as a cluster, and the cheapest pair of neighbours is joined
/// until no pair may be. The cost is the growth of the L2,1 error of the clusters' normals (Cohen-Steiner, Alliez, Desbrun 2004), which
/// for a cluster of area W and summed area-weighted normals N is 2 (W - |N|); thin faces with a chance normal weigh next to nothing and go along.
/// Joining is small list into large; O(edges log edges).
/// </summary>
internal sealed class FaceClustering
{
    private const int Gone = -1;

    private readonly ClusteringLimits _limits;
    private readonly double _totalArea;
    private readonly DisjointSets _sets;
    private readonly double[] _area, _perimeter;
    private readonly Double3[] _normal;
    private readonly int[] _first, _degree;
    private readonly Arc[] _arcs;
    private readonly Dictionary<long, int> _arcOf;
    private int _left;
    private readonly PriorityQueue<(int Arc, int Version), double> _queue = new();

    /// <param name="faces">The faces to cluster.</param>
    /// <param name="start">[faces of the surface]: the cluster that a face starts in; negative for faces that take no part.</param>
    /// <param name="count">Clusters at the start.</param>
    private FaceClustering(UnwrapSurface surface, int[] faces, int[] start, int count, ClusteringLimits limits)
    {
        (_limits, _totalArea, _left) = (limits, surface.TotalArea, count);
        (_sets, _area, _perimeter) = (new DisjointSets(count), new double[count], new double[count]);
        (_normal, _first, _degree) = (new Double3[count], new int[count], new int[count]);
        Array.Fill(_first, -1);
        var arcs = new List<Arc>(faces.Length * 3 / 2);
        _arcOf = new Dictionary<long, int>(Math.Min(faces.Length * 3 / 2, count * 4));
        foreach (var f in faces)
        {
            var a = start[f];
            _area[a] += surface.Areas[f];
            _normal[a] += Double3.From(surface.Normals[f]) * surface.Areas[f];
            for (var h = 3 * f; h < 3 * f + 3; h++)
            {
                var b = surface.Opposite[h] < 0 ? -1 : start[surface.Opposite[h] / 3];
                if (a == b)
                    continue;
                var length = surface.EdgeLength(h);
                _perimeter[a] += length;
                if (b < 0 || surface.Opposite[h] < h)
                    continue;
                if (_arcOf.TryGetValue(Key(a, b), out var known))
                {
                    CollectionsMarshal.AsSpan(arcs)[known].Length += length;
                    continue;
                }

                _arcOf[Key(a, b)] = arcs.Count;
                arcs.Add(new Arc { A = a, B = b, Length = length, NextA = _first[a], NextB = _first[b] });
                (_first[a], _first[b]) = (arcs.Count - 1, arcs.Count - 1);
                _degree[a]++;
                _degree[b]++;
            }
        }

        _arcs = [.. arcs];
        for (var i = 0; i < _arcs.Length; i++)
            Push(i);
    }

    /// <inheritdoc cref="FaceClustering(UnwrapSurface, int[], int[], int, ClusteringLimits)"/>
    /// <returns>Groups of faces in the order of <paramref name="faces"/>, by their first face.</returns>
    public static List<int[]> Cluster(
        UnwrapSurface surface, int[] faces, int[] start, int count, ClusteringLimits limits, CancellationToken cancellationToken)
    {
        var clustering = new FaceClustering(surface, faces, start, count, limits);
        clustering.Run(cancellationToken);
        var groupOf = new int[count];
        Array.Fill(groupOf, -1);
        var groups = new List<List<int>>();
        foreach (var f in faces)
        {
            ref var group = ref groupOf[clustering._sets.Find(start[f])];
            if (group < 0)
            {
                group = groups.Count;
                groups.Add([]);
            }

            groups[group].Add(f);
        }

        return groups.ConvertAll(g => g.ToArray());
    }

    private void Run(CancellationToken cancellationToken)
    {
        // Costs change as clusters grow, so an arc can come up stale; the bound keeps adversarial input from making that the main work.
        var left = 100L * _arcs.Length;
        while (_left > _limits.LeastClusters && left-- > 0 && _queue.TryDequeue(out var entry, out var cost))
        {
            if ((left & 4095) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (_arcs[entry.Arc].Version != entry.Version)
                continue;
            var now = Cost(_arcs[entry.Arc]);
            if (now > cost * 1.2)
                Push(entry.Arc);
            else
                Join(entry.Arc);
        }
    }

    private void Push(int arc)
    {
        var cost = Cost(_arcs[arc]);
        _arcs[arc].Version++;
        if (cost < double.MaxValue)
            _queue.Enqueue((arc, _arcs[arc].Version), cost);
    }

    private double Cost(in Arc arc)
    {
        var (a, b) = (arc.A, arc.B);
        var area = _area[a] + _area[b];
        var small = Math.Min(_area[a], _area[b]);
        var sum = _normal[a] + _normal[b];
        var (length, lengthA, lengthB) = (sum.Length, _normal[a].Length, _normal[b].Length);
        if (area > _limits.MaxArea * _totalArea)
            return double.MaxValue;
        var perimeter = Math.Max(_perimeter[a] + _perimeter[b] - 2 * arc.Length, 0);
        var raggedness = perimeter * perimeter / (4 * Math.PI * area);
        if (small > _limits.TinyArea * _totalArea
            && (length < _limits.MinFlatness * area || _normal[a].Dot(_normal[b]) < _limits.MinAlignment * lengthA * lengthB || raggedness > _limits.MaxRaggedness))
            return double.MaxValue;
        return (lengthA + lengthB - length + _limits.SizeWeight * small) * (1 + _limits.ShapeWeight * Math.Max(0, raggedness - 1));
    }

    private void Join(int joined)
    {
        var (keep, drop) = (_arcs[joined].A, _arcs[joined].B);
        if (_degree[keep] < _degree[drop])
            (keep, drop) = (drop, keep);
        var length = _arcs[joined].Length;
        _arcs[joined].Version = Gone;
        _left--;
        _arcOf.Remove(Key(keep, drop));
        _sets.Join(keep, drop);
        _area[keep] += _area[drop];
        _normal[keep] += _normal[drop];
        _perimeter[keep] = Math.Max(0, _perimeter[keep] + _perimeter[drop] - 2 * length);
        for (var i = _first[drop]; i >= 0;)
        {
            ref var arc = ref _arcs[i];
            var current = i;
            i = arc.A == drop ? arc.NextA : arc.NextB;
            if (arc.Version == Gone)
                continue;
            var other = arc.A == drop ? arc.B : arc.A;
            _arcOf.Remove(Key(drop, other));
            if (_arcOf.TryGetValue(Key(keep, other), out var twin))
            {
                _arcs[twin].Length += arc.Length;
                arc.Version = Gone;
                Push(twin);
                continue;
            }

            if (arc.A == drop)
                (arc.A, arc.NextA) = (keep, _first[keep]);
            else
                (arc.B, arc.NextB) = (keep, _first[keep]);
            _first[keep] = current;
            _degree[keep]++;
            _arcOf[Key(keep, other)] = current;
            Push(current);
        }
    }

    /// <summary>The pair, scrambled one to one: the hash of a long is the xor of its halves, and neighbours have nearly equal numbers.</summary>
    private static long Key(int a, int b) => unchecked(((long)Math.Min(a, b) << 32 | (uint)Math.Max(a, b)) * (long)0x9E3779B97F4A7C15);

    /// <summary>A border between two clusters, in the lists of both.</summary>
    private struct Arc
    {
        public int A, B, NextA, NextB;
        public double Length;

        /// <summary>Counts changes, so that older entries of the queue are known; negative once the arc is gone.</summary>
        public int Version;
    }
}
