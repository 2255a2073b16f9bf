namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>Charts at their final places on the UV lattice, proven free of overlap there.</summary>
/// <param name="Charts">[charts].</param>
/// <param name="U">[charts][vertices] lattice coordinates.</param>
/// <param name="V">[charts][vertices] lattice coordinates.</param>
/// <param name="Collapsed">Faces of a chart (indices into its faces) that are too thin for the lattice and collapse to a point.</param>
internal sealed record Atlas(AlignedChart[] Charts, int[][] U, int[][] V, int[][] Collapsed)
{
    /// <summary>From here on whole charts are taken apart; by then every cause but adversarial input is gone.</summary>
    private const int GentleRounds = 4;

    /// <summary>
    /// Packs, moves to the lattice and checks. Rounding can turn over a face that is thinner than a lattice step, and press its neighbours into
    /// each other; such neighbours become charts of their own and all is packed again. Each round takes faces out of charts, so it ends.
    /// </summary>
    public static Atlas Create(UnwrapSurface surface, AlignedChart[] charts, AtlasRaster raster, Action<double> progress, CancellationToken cancellationToken)
    {
        (charts, var layout) = AtlasFiller.Fill(surface, charts, raster, done => progress(0.8 * done), cancellationToken);
        for (var round = 0; ; round++)
        {
            var (u, v, refused) = (new int[charts.Length][], new int[charts.Length][], new int[charts.Length][]);
            Parallel.For(0, charts.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
            {
                (u[i], v[i]) = layout.Place(charts[i].Chart, i);
                refused[i] = Refused(charts[i].Chart, u[i], v[i], cancellationToken);
            });
            var thin = raster.ToLattice(1.0 / raster.CellTexels) - raster.ToLattice(0);
            var offenders = Enumerable.Range(0, charts.Length)
                .Where(i => refused[i].Any(face => charts[i].Chart.Faces.Length > 1 && Height(charts[i].Chart, u[i], v[i], face) > thin / 64.0)).ToHashSet();
            if (offenders.Count == 0)
                return new Atlas(charts, u, v, refused);
            charts = TakeApart(surface, charts, refused, offenders, round >= GentleRounds);
            layout = AtlasPacker.Pack(charts, raster, null, _ => { }, cancellationToken);
            progress(1 - 0.1 / (round + 1));
        }
    }

    private static int[] Refused(Chart chart, int[] u, int[] v, CancellationToken cancellationToken)
    {
        var grid = new OverlapGrid(u, v, chart.Corners);
        var refused = new List<int>();
        var order = Enumerable.Range(0, chart.Faces.Length).ToArray();
        var areas = Array.ConvertAll(order, f => -chart.Area(f));
        Array.Sort(areas, order);
        for (var i = 0; i < order.Length; i++)
        {
            if ((i & 1023) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (!grid.TryAdd(order[i]))
                refused.Add(order[i]);
        }

        return [.. refused];
    }

    private static double Height(Chart chart, int[] u, int[] v, int face)
    {
        var (a, b, c) = (chart.Corners[3 * face], chart.Corners[3 * face + 1], chart.Corners[3 * face + 2]);
        var longest = Math.Max(Length(a, b), Math.Max(Length(b, c), Length(c, a)));
        return longest > 0 ? Math.Abs(UvLattice.Orient(u[a], v[a], u[b], v[b], u[c], v[c])) / longest : 0;

        double Length(int p, int q) => Math.Sqrt(Math.Pow((double)u[p] - u[q], 2) + Math.Pow((double)v[p] - v[q], 2));
    }

    private static AlignedChart[] TakeApart(UnwrapSurface surface, AlignedChart[] charts, int[][] refused, HashSet<int> offenders, bool whole)
    {
        var builder = new ChartBuilder(surface);
        var result = new List<AlignedChart>();
        for (var i = 0; i < charts.Length; i++)
        {
            if (!offenders.Contains(i))
            {
                result.Add(charts[i]);
                continue;
            }

            var alone = whole ? [.. Enumerable.Range(0, charts[i].Chart.Faces.Length)] : refused[i].ToHashSet();
            var rest = Enumerable.Range(0, charts[i].Chart.Faces.Length).Where(f => !alone.Contains(f)).ToArray();
            if (rest.Length > 0)
                result.Add(ChartAligner.Align(builder.Part(charts[i].Chart, rest)));
            foreach (var face in alone.Order())
                result.Add(ChartAligner.Align(builder.Project([charts[i].Chart.Faces[face]])));
        }

        return [.. result];
    }
}
