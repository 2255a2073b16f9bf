namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// Turns any group of faces into valid charts: projects it, grows a chart from its best seen face as long as no face turns over, overlaps or is
/// stretched too much, and does the same with what is left. A group is cut at most <see cref="MostRounds"/> times before its rest becomes
/// single faces, so the work is bounded for every input.
/// </summary>
internal sealed class ChartSplitter(ChartBuilder builder, double maxStretch)
{
    private const int MostRounds = 12;

    /// <summary>Largest lattice coordinate of a chart; leaves room for exact cross products.</summary>
    private const double MostExtent = 1 << 28;

    /// <summary>Adds the charts of the group to <paramref name="charts"/>.</summary>
    public void Split(int[] group, List<Chart> charts, CancellationToken cancellationToken)
    {
        var open = new Stack<(int[] Faces, int Round)>();
        open.Push((group, 0));
        while (open.TryPop(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chart = builder.Project(next.Faces);
            if (next.Faces.Length == 1)
            {
                charts.Add(chart);
                continue;
            }

            var (taken, left) = Grow(chart, cancellationToken);
            charts.Add(left.Length == 0 ? chart : builder.Part(chart, taken));
            if (left.Length == 0)
                continue;
            var rest = next.Round < MostRounds ? builder.Components(left) : [.. left.Select(face => new[] { face })];
            for (var i = rest.Count - 1; i >= 0; i--)
                open.Push((rest[i], next.Round + 1));
        }
    }

    private (int[] Taken, int[] Left) Grow(Chart chart, CancellationToken cancellationToken)
    {
        var surface = builder.Surface;
        var (x, y) = ToLattice(chart);
        var grid = new OverlapGrid(x, y, chart.Corners);
        var localOf = new Dictionary<int, int>(chart.Faces.Length);
        for (var i = 0; i < chart.Faces.Length; i++)
            localOf[chart.Faces[i]] = i;
        var visited = new bool[chart.Faces.Length];
        var queue = new List<int> { Seed(chart) };
        visited[queue[0]] = true;
        var taken = new List<int>();
        for (var i = 0; i < queue.Count; i++)
        {
            if ((i & 1023) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var face = queue[i];
            if ((chart.Area(face) * maxStretch < surface.Areas[chart.Faces[face]] || !grid.TryAdd(face)) && i > 0)
                continue;
            taken.Add(face);
            for (var h = 3 * chart.Faces[face]; h < 3 * chart.Faces[face] + 3; h++)
            {
                if (surface.Opposite[h] >= 0 && localOf.TryGetValue(surface.Opposite[h] / 3, out var other) && !visited[other])
                {
                    visited[other] = true;
                    queue.Add(other);
                }
            }
        }

        var isTaken = new bool[chart.Faces.Length];
        foreach (var face in taken)
            isTaken[face] = true;
        return ([.. taken], [.. chart.Faces.Where((_, i) => !isTaken[i])]);
    }

    /// <summary>The largest face as seen from the direction of projection.</summary>
    private static int Seed(Chart chart)
    {
        var best = 0;
        for (var i = 1; i < chart.Faces.Length; i++)
        {
            if (chart.Area(i) > chart.Area(best))
                best = i;
        }

        return best;
    }

    private (int[] X, int[] Y) ToLattice(Chart chart)
    {
        var (left, bottom) = (chart.X.Min(), chart.Y.Min());
        var extent = Math.Max(chart.X.Max() - left, chart.Y.Max() - bottom);
        var scale = Math.Min(UvLattice.Size / Math.Sqrt(builder.Surface.TotalArea), MostExtent / extent);
        var (x, y) = (new int[chart.X.Length], new int[chart.X.Length]);
        for (var v = 0; v < x.Length; v++)
        {
            x[v] = (int)Math.Round((chart.X[v] - left) * scale);
            y[v] = (int)Math.Round((chart.Y[v] - bottom) * scale);
        }

        return (x, y);
    }
}
