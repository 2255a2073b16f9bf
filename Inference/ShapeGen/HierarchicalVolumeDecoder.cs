using Hunyuan3D.Inference.ShapeGen.Refinement;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>
/// Evaluates a coarse grid everywhere, then, level by level at twice the resolution, only points near the surface that the level before shows
/// (upstream's <c>HierarchicalVolumeDecoding</c>). All other points of the result are NaN.
/// <para>
/// Ours differs: query points are single-precision floats (the official code casts cell size and origin to integers, so every fine point becomes
/// (-1, -1, -1)), and a level other than zero adds points, see <see cref="NearSurface.Find"/>. Cost: about 2 % of a dense grid's evaluations at 384, and two dense grids of memory.
/// A part that is thinner than a coarse cell, and outside the logit band there, can be missed.
/// </para>
/// </summary>
internal sealed class HierarchicalVolumeDecoder : IVolumeDecoder
{
    private readonly FieldSampler _sampler;
    private readonly int _minResolution;

    /// <param name="minResolution">The coarse level's least resolution, at least 1.</param>
    /// <param name="chunkSize">Points in one call of the field, 1 to 1,048,576; only splits the work.</param>
    /// <param name="maxParallelism">Calls of the field at the same time, at least 1; -1: one a core.</param>
    public HierarchicalVolumeDecoder(int minResolution = OctreeLevels.DefaultMinResolution, int chunkSize = VanillaVolumeDecoder.DefaultChunkSize, int maxParallelism = -1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minResolution, 1);
        (_minResolution, _sampler) = (minResolution, new FieldSampler(chunkSize, maxParallelism));
    }

    public VoxelGrid Decode(IImplicitField field, int octreeResolution, float mcLevel, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(field);
        var levels = OctreeLevels.Of(octreeResolution, _minResolution);
        var shares = Shares(levels.Length);
        var grid = VanillaVolumeDecoder.Decode(_sampler, field, levels[0], chunks => new ChunkProgress(progress, 0, shares[0], chunks), cancellationToken);
        for (var level = 1; level < levels.Length; level++)
        {
            var isLast = level == levels.Length - 1;
            var points = LevelPoints.Around(grid.Values, grid.PointsPerAxis, levels[level], mcLevel, isLast);
            var values = GC.AllocateUninitializedArray<float>(checked(points.PointsPerAxis * points.PointsPerAxis * points.PointsPerAxis));
            values.AsSpan().Fill(isLast ? float.NaN : NearSurface.NotEvaluated);
            var (from, to) = (shares[level - 1], shares[level]);
            _sampler.Sample(
                field,
                points.Count,
                points.ReadPositions,
                (start, logits) => points.Scatter(start, logits, values),
                chunks => new ChunkProgress(progress, from, to, chunks),
                cancellationToken);
            grid = new VoxelGrid(points.PointsPerAxis, octreeResolution, values);
        }

        return grid;
    }

    // Progress at the end of each level: every level has about four times the points of the one before.
    private static double[] Shares(int levels)
    {
        var all = Math.Pow(4, levels) - 1;
        return [.. Enumerable.Range(1, levels).Select(level => level == levels ? 1 : (Math.Pow(4, level) - 1) / all)];
    }
}
