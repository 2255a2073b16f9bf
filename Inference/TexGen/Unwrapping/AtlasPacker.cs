namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// Finds the largest scale at which all charts fit into the atlas. At one scale charts are placed largest first, each in the quarter turn
/// whose top comes out lowest, which fills the holes that larger charts left. Scales are tried two at a time whatever the number of cores,
/// so that the result does not depend on it.
/// </summary>
internal static class AtlasPacker
{
    private const int MostRounds = 12;
    private const double FirstCoverage = 0.86;
    private const double CloseEnough = 1.012;

    /// <param name="charts">Aligned to the positive quadrant.</param>
    /// <exception cref="StageInputException">The texture is too small for that many charts.</exception>
    public static AtlasLayout Pack(Chart[] charts, double area, AtlasRaster raster, Action<double> progress, CancellationToken cancellationToken)
    {
        var order = Enumerable.Range(0, charts.Length).OrderByDescending(i => charts[i].X.Max() + charts[i].Y.Max()).ToArray();
        AtlasLayout? best = null;
        var (fits, fails) = (0.0, FirstCoverage * 1.08);
        for (var round = 0; round < MostRounds && (best is null || fails > fits * CloseEnough); round++)
        {
            progress(round / (double)MostRounds);
            double[] coverages = best is null
                ? [fails * 0.93, fails * 0.86]
                : [fits + (fails - fits) * 2 / 3, fits + (fails - fits) / 3];
            var layouts = new AtlasLayout?[coverages.Length];
            Parallel.For(0, coverages.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
                layouts[i] = TryPack(charts, order, raster, Scale(coverages[i]), cancellationToken));
            var success = Array.FindIndex(layouts, layout => layout is not null);
            if (success >= 0)
                (best, fits) = (layouts[success], coverages[success]);
            if (success != 0)
                fails = success < 0 ? coverages[^1] : coverages[success - 1];

            // Far below the first guess it is the gutters that fill the atlas, so take larger steps.
            if (best is null && round > 2)
                fails *= 0.5;
        }

        return best ?? TryPack(charts, order, raster, 0, cancellationToken) ?? throw new StageInputException(
            "textureSize", $"The mesh falls into {charts.Length} charts, more than the texture has room for. Use a larger texture or a mesh with fewer parts.");

        double Scale(double coverage) => Math.Sqrt(coverage / area) * raster.TextureCells;
    }

    private static AtlasLayout? TryPack(Chart[] charts, int[] order, AtlasRaster raster, double scale, CancellationToken cancellationToken)
    {
        var grid = new AtlasGrid(raster.Cells, raster.GutterCells);
        var placements = new AtlasPlacement[charts.Length];
        foreach (var index in order)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ChartMask.Create(charts[index], scale, raster.Cells) is not { } mask || Place(grid, mask, raster.Cells) is not { } placement)
                return null;
            placements[index] = placement;
        }

        return new AtlasLayout(raster, scale, placements);
    }

    private static AtlasPlacement? Place(AtlasGrid grid, ChartMask mask, int cells)
    {
        AtlasPlacement? best = null;
        var top = cells + 1;
        for (var turn = 0; turn < 4; turn++)
        {
            var (width, height) = (mask.WidthAfter(turn), mask.HeightAfter(turn));
            var (x, y) = grid.Find(mask.Turns[turn], width, height, top - 1);
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
