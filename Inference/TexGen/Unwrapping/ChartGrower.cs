namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>Finds the part of a laid out chart that is valid: grown over edges from its innermost face, past no face that turns over, overlaps or is stretched.</summary>
internal sealed class ChartGrower(UnwrapSurface surface, double maxStretch, double smallFace)
{
    /// <summary>Largest lattice coordinate of a chart; leaves room for exact cross products.</summary>
    private const double MostExtent = 1 << 28;

    private readonly int[] _local = new int[surface.FaceCount];

    /// <returns>The chart's faces that are taken (indices into its faces), and the surface's faces that are left. Takes at least one face; a single one may be invalid as it lies.</returns>
    public (int[] Taken, int[] Left) Grow(Chart chart, CancellationToken cancellationToken)
    {
        var grid = ToGrid(chart);
        for (var i = 0; i < chart.Faces.Length; i++)
            _local[chart.Faces[i]] = i;
        var isTaken = new bool[chart.Faces.Length];
        var visited = new bool[chart.Faces.Length];
        var queue = new List<int>(chart.Faces.Length) { Seed(chart) };
        visited[queue[0]] = true;
        var taken = new List<int>(chart.Faces.Length);
        for (var i = 0; i < queue.Count; i++)
        {
            if ((i & 1023) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var face = queue[i];
            var valid = IsWithinStretch(chart, face) && grid.TryAdd(face);
            if (valid || i == 0)
            {
                isTaken[face] = true;
                taken.Add(face);
            }

            if (!valid)
                continue;
            for (var h = 3 * chart.Faces[face]; h < 3 * chart.Faces[face] + 3; h++)
            {
                if (Neighbour(chart, h) is >= 0 and var other && !visited[other])
                {
                    visited[other] = true;
                    queue.Add(other);
                }
            }
        }

        return ([.. taken], [.. chart.Faces.Where((_, i) => !isTaken[i])]);
    }

    /// <summary>The chart's face across a half-edge, or -1.</summary>
    private int Neighbour(Chart chart, int halfEdge)
    {
        if (surface.Opposite[halfEdge] < 0)
            return -1;
        var face = surface.Opposite[halfEdge] / 3;
        var local = _local[face];
        return local < chart.Faces.Length && chart.Faces[local] == face ? local : -1;
    }

    private bool IsWithinStretch(Chart chart, int face) =>
        surface.Areas[chart.Faces[face]] < smallFace || chart.Stretch(surface, face).Longest <= maxStretch;

    /// <summary>The face farthest from the border among those that lie flat well: a walk from all border faces ends there.</summary>
    private int Seed(Chart chart)
    {
        var reached = new bool[chart.Faces.Length];
        var queue = new List<int>(chart.Faces.Length);
        for (var f = 0; f < chart.Faces.Length; f++)
        {
            for (var h = 3 * chart.Faces[f]; h < 3 * chart.Faces[f] + 3; h++)
            {
                if (!reached[f] && Neighbour(chart, h) < 0)
                {
                    reached[f] = true;
                    queue.Add(f);
                }
            }
        }

        for (var i = 0; i < queue.Count; i++)
        {
            for (var h = 3 * chart.Faces[queue[i]]; h < 3 * chart.Faces[queue[i]] + 3; h++)
            {
                if (Neighbour(chart, h) is >= 0 and var other && !reached[other])
                {
                    reached[other] = true;
                    queue.Add(other);
                }
            }
        }

        for (var i = queue.Count - 1; i >= 0; i--)
        {
            if (chart.Area(queue[i]) > 0 && chart.Stretch(surface, queue[i]).Longest <= maxStretch)
                return queue[i];
        }

        return Enumerable.Range(0, chart.Faces.Length).MaxBy(chart.Area);
    }

    private OverlapGrid ToGrid(Chart chart)
    {
        var (left, bottom) = (chart.X.Min(), chart.Y.Min());
        var extent = Math.Max(chart.X.Max() - left, chart.Y.Max() - bottom);
        var scale = Math.Min(UvLattice.Size / Math.Sqrt(surface.TotalArea), MostExtent / extent);
        var (x, y) = (new int[chart.X.Length], new int[chart.X.Length]);
        for (var v = 0; v < x.Length; v++)
        {
            x[v] = (int)Math.Round((chart.X[v] - left) * scale);
            y[v] = (int)Math.Round((chart.Y[v] - bottom) * scale);
        }

        return new OverlapGrid(x, y, chart.Corners);
    }
}
