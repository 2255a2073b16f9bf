using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// Lays small separate parts of a mesh out as nets, as a box is cut from card: face by face over the longest edges, each turned into the plane of the one before,
/// as long as it meets none that already lies there. Nothing is stretched. A mesh of very many parts loses its atlas to the gutters between charts, and a net has a
/// fraction of the charts that grouping by orientation gives. Cost: O(faces^2) a part, which is why only small ones are unfolded.
/// </summary>
internal sealed class PartUnfolder
{
    /// <summary>With fewer charts, gutters cost little.</summary>
    private const int ManyCharts = 512;

    /// <summary>Of the faces of a part that is unfolded.</summary>
    private const int MostFaces = 32;

    /// <summary>Faces keep this part of the part's extent apart, so that rounding to the lattice presses none into another.</summary>
    private const double Margin = 1e-4;

    private readonly UnwrapSurface _surface;
    private readonly HashSet<int> _left = [];
    private readonly PriorityQueue<int, (double, int)> _edges = new();
    private readonly List<int> _faces = [], _corners = [], _vertices = [];
    private readonly List<double> _x = [], _y = [];
    private readonly Dictionary<int, int> _firstCorner = [];
    private double _margin;

    private PartUnfolder(UnwrapSurface surface) => _surface = surface;

    /// <returns>The charts, those of small parts replaced where a net has fewer.</returns>
    public static AlignedChart[] Unfold(UnwrapSurface surface, AlignedChart[] charts, CancellationToken cancellationToken)
    {
        if (charts.Length < ManyCharts)
            return charts;
        var parts = new DisjointSets(surface.FaceCount);
        for (var h = 0; h < surface.Opposite.Length; h++)
        {
            if (surface.Opposite[h] > h)
                parts.Join(h / 3, surface.Opposite[h] / 3);
        }

        var byPart = Enumerable.Range(0, charts.Length).GroupBy(i => parts.Find(charts[i].Chart.Faces[0])).Select(group => group.ToArray()).ToArray();
        var result = new AlignedChart[byPart.Length][];
        Parallel.For(
            0, byPart.Length, new ParallelOptions { CancellationToken = cancellationToken },
            () => new PartUnfolder(surface),
            (i, _, unfolder) =>
            {
                var own = Array.ConvertAll(byPart[i], chart => charts[chart]);
                result[i] = own.Length > 1 && own.Sum(chart => chart.Chart.Faces.Length) <= MostFaces ? unfolder.Replace(own) : own;
                return unfolder;
            },
            _ => { });
        return [.. result.SelectMany(own => own)];
    }

    private AlignedChart[] Replace(AlignedChart[] own)
    {
        _left.Clear();
        foreach (var chart in own)
            _left.UnionWith(chart.Chart.Faces);
        _margin = Margin * Math.Sqrt(own.Sum(chart => chart.Area));
        var nets = new List<Chart>();
        while (_left.Count > 0 && nets.Count < own.Length)
            nets.Add(Net(_left.OrderByDescending(face => _surface.Areas[face]).ThenBy(face => face).First()));
        return _left.Count == 0 && nets.Count < own.Length ? [.. nets.Select(ChartAligner.Align)] : own;
    }

    private Chart Net(int start)
    {
        _faces.Clear();
        _corners.Clear();
        _vertices.Clear();
        _x.Clear();
        _y.Clear();
        _edges.Clear();
        _firstCorner.Clear();
        var (a, b, along, height) = (Add(3 * start, 0, 0), -1, 0.0, 0.0);
        b = Add(FaceAdjacency.Next(3 * start), _surface.EdgeLength(3 * start), 0);
        (along, height) = Apex(3 * start);
        Take(start, 3 * start, a, b, Add(FaceAdjacency.Next(FaceAdjacency.Next(3 * start)), along, height));
        while (_edges.TryDequeue(out var h, out _))
        {
            if (_left.Contains(_surface.Opposite[h] / 3))
                Attach(h, _surface.Opposite[h]);
        }

        return new Chart([.. _faces], [.. _vertices], [.. _corners], [.. _x], [.. _y]);
    }

    // The face on the other side of half-edge h, unless it would meet another.
    private void Attach(int h, int opposite)
    {
        var (p, q) = (_corners[LocalCorner(h)], _corners[LocalCorner(FaceAdjacency.Next(h))]);
        var length = _surface.EdgeLength(opposite);
        var (along, height) = Apex(opposite);
        // The opposite half-edge runs from q to p, its face on the left.
        var (dx, dy) = ((_x[p] - _x[q]) / length, (_y[p] - _y[q]) / length);
        var (x, y) = (_x[q] + dx * along - dy * height, _y[q] + dy * along + dx * height);
        var corner = FaceAdjacency.Next(FaceAdjacency.Next(opposite));
        var apex = _vertices.FindIndex(vertex => vertex == _surface.Indices[corner]);
        while (apex >= 0 && Math.Abs(_x[apex] - x) + Math.Abs(_y[apex] - y) > _margin)
            apex = _vertices.FindIndex(apex + 1, vertex => vertex == _surface.Indices[corner]);
        var added = apex < 0;
        if (added)
            apex = Add(corner, x, y);
        for (var face = 0; face < _faces.Count; face++)
        {
            if (Apart(face, q, p, apex))
                continue;
            if (added)
            {
                _vertices.RemoveAt(apex);
                _x.RemoveAt(apex);
                _y.RemoveAt(apex);
            }

            return;
        }

        Take(opposite / 3, opposite, q, p, apex);
    }

    private int LocalCorner(int h) => _firstCorner[h / 3] + h % 3;

    private int Add(int corner, double x, double y)
    {
        _vertices.Add(_surface.Indices[corner]);
        _x.Add(x);
        _y.Add(y);
        return _vertices.Count - 1;
    }

    /// <param name="h">The half-edge from <paramref name="a"/> to <paramref name="b"/>.</param>
    private void Take(int face, int h, int a, int b, int c)
    {
        _left.Remove(face);
        _faces.Add(face);
        _firstCorner[face] = _corners.Count;
        Span<int> corners = stackalloc int[3];
        (corners[h % 3], corners[(h + 1) % 3], corners[(h + 2) % 3]) = (a, b, c);
        foreach (var corner in corners)
            _corners.Add(corner);
        for (var edge = 3 * face; edge < 3 * face + 3; edge++)
        {
            if (_surface.Opposite[edge] >= 0 && _left.Contains(_surface.Opposite[edge] / 3))
                _edges.Enqueue(edge, (-_surface.EdgeLength(edge), edge));
        }
    }

    // Where the third corner of a half-edge's face lies over that edge: along it, and to its left.
    private (double Along, double Height) Apex(int h)
    {
        var from = Double3.From(_surface.Positions[_surface.Indices[h]]);
        var edge = Double3.From(_surface.Positions[_surface.Indices[FaceAdjacency.Next(h)]]) - from;
        var apex = Double3.From(_surface.Positions[_surface.Indices[FaceAdjacency.Next(FaceAdjacency.Next(h))]]) - from;
        return (apex.Dot(edge) / edge.Length, edge.Cross(apex).Length / edge.Length);
    }

    // Whether an edge of one of two triangles has all other corners of the other one on its outer side, those that both have excepted.
    private bool Apart(int face, int a, int b, int c)
    {
        Span<int> one = [_corners[3 * face], _corners[3 * face + 1], _corners[3 * face + 2]];
        Span<int> other = [a, b, c];
        return Separates(one, other) || Separates(other, one);
    }

    private bool Separates(ReadOnlySpan<int> face, ReadOnlySpan<int> other)
    {
        for (var k = 0; k < 3; k++)
        {
            var (p, q) = (face[k], face[(k + 1) % 3]);
            double dx = _x[q] - _x[p], dy = _y[q] - _y[p];
            var limit = -_margin * Math.Sqrt(dx * dx + dy * dy);
            var outside = true;
            foreach (var v in other)
                outside &= v == p || v == q || dx * (_y[v] - _y[p]) - dy * (_x[v] - _x[p]) < limit;
            if (outside)
                return true;
        }

        return false;
    }
}
