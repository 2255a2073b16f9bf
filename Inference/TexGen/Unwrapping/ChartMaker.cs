namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>Makes valid charts of all groups, in parallel, in the order of the groups.</summary>
internal static class ChartMaker
{
    /// <summary>No face is projected to less than this part of its area.</summary>
    public const double MaxStretch = 2;

    public static Chart[] Make(UnwrapSurface surface, List<int[]> groups, CancellationToken cancellationToken)
    {
        var charts = new List<Chart>[groups.Count];
        Parallel.For(
            0, groups.Count, new ParallelOptions { CancellationToken = cancellationToken },
            () => new ChartSplitter(new ChartBuilder(surface), MaxStretch),
            (i, _, splitter) =>
            {
                splitter.Split(groups[i], charts[i] = [], cancellationToken);
                for (var k = 0; k < charts[i].Count; k++)
                    charts[i][k] = ChartAligner.Align(charts[i][k]);
                return splitter;
            },
            _ => { });
        return [.. charts.SelectMany(c => c)];
    }
}
