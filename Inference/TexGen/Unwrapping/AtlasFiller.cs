namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// Packs charts so that they cover at least <see cref="LeastCoverage"/> of the atlas where cutting can do that. Badly shaped charts are cut first; while the
/// charts do not fit at that coverage, the longest are halved. Then the best scale is searched. Many or tiny charts are not halved: there it is the gutters
/// that take the room, and cuts only add to them.
/// </summary>
internal static class AtlasFiller
{
    public const double LeastCoverage = 0.66;

    /// <summary>What is tried where no number of cuts reaches <see cref="LeastCoverage"/>.</summary>
    private const double LowerCoverage = 0.62;

    private const int MostHalvings = 7;
    private const int ManyCharts = 128;
    private const double HalvedPart = 0.2;

    /// <summary>How much of their rectangles charts fill after the first cuts: about what the atlas comes out at.</summary>
    private const double RectangleFill = 0.7;

    public static (AlignedChart[] Charts, AtlasLayout Layout) Fill(
        UnwrapSurface surface, AlignedChart[] charts, AtlasRaster raster, Action<double> progress, CancellationToken cancellationToken)
    {
        var cut = new List<AlignedChart[]> { ChartCutter.Cut(surface, charts, RectangleFill, ManyCharts, cancellationToken) };
        while (cut[^1].Length < ManyCharts && cut.Count <= MostHalvings)
        {
            cut.Add(ChartCutter.HalveLongest(surface, cut[^1], HalvedPart));
            if (cut[^1].Length == cut[^2].Length)
                break;
        }

        progress(0.1);
        AtlasLayout? known = null;
        var chosen = cut[0];
        foreach (var coverage in cut.Count > 1 ? new[] { LeastCoverage, LowerCoverage } : [])
        {
            // Two at a time, whatever the number of cores, so that the same charts are chosen everywhere.
            for (var i = 0; i < cut.Count && known is null; i += 2)
            {
                var layouts = new AtlasLayout?[Math.Min(2, cut.Count - i)];
                Parallel.For(0, layouts.Length, new ParallelOptions { CancellationToken = cancellationToken }, k =>
                    layouts[k] = AtlasPacker.TryPack(cut[i + k], raster, coverage, cancellationToken));
                var success = Array.FindIndex(layouts, layout => layout is not null);
                if (success >= 0)
                    (known, chosen) = (layouts[success], cut[i + success]);
            }
        }

        progress(0.4);
        var layout = AtlasPacker.Pack(chosen, raster, known, done => progress(0.4 + 0.6 * done), cancellationToken);
        progress(1);
        return (chosen, layout);
    }
}
