namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// Finds the largest scale at which all charts fit into the atlas. At one scale charts are placed largest first, each in the quarter turn
/// whose top comes out lowest, which fills the holes that larger charts left. Scales are tried two at a time whatever the number of cores,
/// so that the result does not depend on it.
/// </summary>
internal sealed class AtlasPacker
{
    private const int MostRounds = 16;

    /// <summary>How full an atlas comes out, as a rule: the first guesses. Charts count with their cut cells and half their gutters.</summary>
    private const double HighFullness = 0.82, LowFullness = 0.76;

    /// <summary>The search ends when the scale is known this well.</summary>
    private const double CloseEnough = 1.006;

    /// <summary>Beyond this many charts, one like the last is not looked for below the last one's place each time: see <see cref="Rescan"/>.</summary>
    private const int ManyCharts = 96;

    /// <summary>The search for a place starts at the bottom again for every so manieth chart, and after charts got this much smaller.</summary>
    private const int Rescan = 8;
    private const double Smaller = 0.9;

    private readonly AlignedChart[] _charts;
    private readonly AtlasRaster _raster;
    private readonly int[] _order;
    private readonly double _area, _border;

    private AtlasPacker(AlignedChart[] charts, AtlasRaster raster)
    {
        (_charts, _raster) = (charts, raster);
        _order = [.. Enumerable.Range(0, charts.Length).OrderByDescending(i => charts[i].Width + charts[i].Height)];
        _area = charts.Sum(c => c.Area);
        _border = charts.Sum(c => c.BorderLength);
    }

    /// <summary>The charts at exactly that coverage, or null if they do not fit.</summary>
    public static AtlasLayout? TryPack(AlignedChart[] charts, AtlasRaster raster, double coverage, CancellationToken cancellationToken)
    {
        var packer = new AtlasPacker(charts, raster);
        return packer.TryPack(Math.Sqrt(coverage / packer._area) * raster.TextureCells, cancellationToken);
    }

    /// <param name="charts">Aligned.</param>
    /// <param name="known">A layout of these charts to do better than, if there is one.</param>
    /// <exception cref="StageInputException">The texture is too small for that many charts.</exception>
    public static AtlasLayout Pack(
        AlignedChart[] charts, AtlasRaster raster, AtlasLayout? known, Action<double> progress, CancellationToken cancellationToken)
    {
        var packer = new AtlasPacker(charts, raster);
        var best = known;
        var (fits, fails) = (known?.CellsPerUnit ?? 0, double.MaxValue);
        var (next, second) = known is null ? (packer.Scale(HighFullness), packer.Scale(LowFullness)) : (fits * 1.05, fits * 1.025);
        for (var round = 0; round < MostRounds && fails > fits * CloseEnough; round++)
        {
            progress(round / (double)MostRounds);
            double[] scales = [next, second];
            var layouts = new AtlasLayout?[scales.Length];
            Parallel.For(0, scales.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
                layouts[i] = packer.TryPack(scales[i], cancellationToken));
            var success = Array.FindIndex(layouts, layout => layout is not null);
            if (success >= 0)
                (best, fits) = (layouts[success], scales[success]);
            if (success != 0)
                fails = success < 0 ? scales[^1] : scales[success - 1];
            (next, second) = success switch
            {
                _ when best is null => (fails * 0.96, fails * (round < 3 ? 0.92 : 0.6)),
                0 when fails == double.MaxValue => (fits * 1.08, fits * 1.04),
                _ => (fits + (fails - fits) * 2 / 3, fits + (fails - fits) / 3),
            };
        }

        return best ?? packer.TryPack(0, cancellationToken) ?? throw new StageInputException(
            "textureSize", $"The mesh falls into {charts.Length} charts, more than the texture has room for. Use a larger texture or a mesh with fewer parts.");
    }

    /// <summary>The scale in cells at which charts, cut cells and half gutters fill that part of the atlas: a root of a quadratic.</summary>
    private double Scale(double fullness)
    {
        var rim = _border * (0.6 + 0.5 * _raster.GutterCells);
        var room = Math.Max(fullness * _raster.Cells * _raster.Cells - _charts.Length, 1);
        return (Math.Sqrt(rim * rim + 4 * _area * room) - rim) / (2 * _area);
    }

    private AtlasLayout? TryPack(double scale, CancellationToken cancellationToken)
    {
        var grid = new AtlasGrid(_raster.Cells, _raster.GutterCells);
        var placements = new AtlasPlacement[_charts.Length];
        var (scanned, lastSize, from) = (0, double.MaxValue, 0);
        for (var i = 0; i < _order.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chart = _charts[_order[i]];
            var fresh = i < ManyCharts || i - scanned >= Rescan || chart.Width + chart.Height < Smaller * lastSize;
            if (ChartMask.Create(chart, scale, _raster.Cells) is not { } mask)
                return null;
            if (Place(grid, mask, fresh ? 0 : from) is not { } placement)
                return null;
            placements[_order[i]] = placement;
            if (fresh)
                (scanned, lastSize) = (i, chart.Width + chart.Height);
            from = Math.Max(0, placement.Y - Math.Max(mask.Width, mask.Height));
        }

        return new AtlasLayout(_raster, scale, placements);
    }

    private AtlasPlacement? Place(AtlasGrid grid, ChartMask mask, int from)
    {
        AtlasPlacement? best = null;
        var top = _raster.Cells + 1;
        for (var turn = 0; turn < 4; turn++)
        {
            var (width, height) = (mask.WidthAfter(turn), mask.HeightAfter(turn));
            var (x, y) = grid.Find(mask.Turns[turn], width, from, top - 1 - height);
            if (x < 0)
                continue;
            top = y + height;
            best = new AtlasPlacement(x, y, turn, mask.Width, mask.Height);
        }

        if (best is { } place)
            grid.Take(mask.Turns[place.Turn], place.X, place.Y);
        return best;
    }
}
