using System.Numerics;
using Hunyuan3D.Inference.ShapeGen.Refinement;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.ShapeGen.FlashVdm;

/// <summary>
/// Decodes a volume as FlashVDM does (Lai et al. 2025): a coarse grid, then finer levels near the surface only, and at each of them groups of neighbouring points that attend to a third of the
/// keys or fewer. Source: Tencent/Hunyuan3D-2, volume_decoders.py, <c>FlashVDMVolumeDecoding</c>. Ours sorts points into groups stably, as CUDA does and the CPU path of torch does not.
/// </summary>
/// <param name="mode">For finer levels; the coarse one always chooses by mean.</param>
/// <param name="minResolution">The coarse level's least resolution.</param>
/// <param name="chunkSize">Points in one call of the network; bounds its memory.</param>
internal sealed class FlashVdmVolumeDecoder(
    FlashVdmTopKMode mode = FlashVdmTopKMode.Mean,
    int minResolution = OctreeLevels.DefaultMinResolution,
    int chunkSize = 8192) : IVolumeDecoder
{
    private const int CoarseStride = 100;
    private const int MeanStride = 50;
    private const int MergeStride = 30;

    /// <exception cref="ArgumentException">The field is not a network's.</exception>
    public VoxelGrid Decode(IImplicitField field, int octreeResolution, float mcLevel, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var network = field as NetworkField ?? throw new ArgumentException("FlashVDM decodes a network's field; use another decoder for other fields.", nameof(field));
        var selector = new FlashVdmKeySelector(network.Tokens);
        var levels = Levels(octreeResolution, minResolution);
        var grid = Coarse(network, selector, levels[0], Part(progress, 0, levels.Length), cancellationToken);
        for (var level = 1; level < levels.Length; level++)
            grid = Finer(network, selector, grid, levels[level], mcLevel, level == levels.Length - 1, Part(progress, level, levels.Length), cancellationToken);
        return grid with { OctreeResolution = octreeResolution };
    }

    /// <summary>The resolutions of all levels: the coarse grid has a multiple of 4 points along an axis, every finer one twice the cells.</summary>
    public static int[] Levels(int octreeResolution, int minResolution)
    {
        var levels = OctreeLevels.Of(octreeResolution, minResolution);
        levels[0] = (int)Math.Round(levels[0] / 4.0, MidpointRounding.ToEven) * 4 - 1;
        for (var level = 1; level < levels.Length; level++)
            levels[level] = levels[level - 1] * 2;
        return levels;
    }

    /// <summary>The keys that a block of the coarse grid keeps, [heads][kept].</summary>
    public static int[][] CoarseSelection(NetworkField network, FlashVdmKeySelector selector, Vector3[] positions) =>
        selector.ByMean(network.Queries(Every(positions, CoarseStride)));

    private VoxelGrid Coarse(NetworkField network, FlashVdmKeySelector selector, int resolution, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var blocks = new CoarseBlocks(resolution + 1);
        var values = new float[(resolution + 1) * (resolution + 1) * (resolution + 1)];
        for (var block = 0; block < CoarseBlocks.Count; block++)
        {
            var positions = blocks.Positions(block);
            var (keys, kept) = selector.Gather(CoarseSelection(network, selector, positions));
            blocks.Scatter(block, Logits(network, positions, keys, kept, cancellationToken), values);
            progress?.Report((block + 1.0) / CoarseBlocks.Count);
        }

        return new VoxelGrid(resolution + 1, resolution, values);
    }

    /// <summary>One level from the one before: a grid in which points that were not evaluated are -10000, on the last level NaN.</summary>
    public VoxelGrid Finer(
        NetworkField network, FlashVdmKeySelector selector, VoxelGrid coarse, int resolution, float mcLevel, bool isLast, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var points = LevelPoints.Around(coarse.Values, coarse.PointsPerAxis, resolution, mcLevel, isLast);
        var groups = new PointGroups(points);
        var logits = new float[points.Count];
        for (var group = 0; group < groups.Count; group++)
        {
            var (positions, numbers) = groups.Group(group);
            var selection = mode == FlashVdmTopKMode.Mean
                ? selector.ByMean(network.Queries(Every(positions, MeanStride)))
                : selector.ByMerge(network.Queries(Every(positions, MergeStride)));
            var (keys, kept) = selector.Gather(selection);
            var values = Logits(network, positions, keys, kept, cancellationToken);
            for (var i = 0; i < numbers.Length; i++)
                logits[numbers[i]] = values[i];
            progress?.Report((group + 1.0) / groups.Count);
        }

        var n = points.PointsPerAxis;
        var grid = GC.AllocateUninitializedArray<float>(checked(n * n * n));
        grid.AsSpan().Fill(isLast ? float.NaN : NearSurface.NotEvaluated);
        points.Scatter(0, logits, grid);
        return new VoxelGrid(n, resolution, grid);
    }

    private float[] Logits(NetworkField network, Vector3[] positions, TensorData keys, TensorData values, CancellationToken cancellationToken)
    {
        var logits = new float[positions.Length];
        for (var start = 0; start < positions.Length; start += chunkSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = positions.AsSpan(start, Math.Min(chunkSize, positions.Length - start));
            network.Logits(chunk, keys, values).CopyTo(logits.AsSpan(start));
        }

        return logits;
    }

    private static Vector3[] Every(Vector3[] positions, int stride) => [.. Enumerable.Range(0, (positions.Length + stride - 1) / stride).Select(i => positions[i * stride])];

    private static LevelProgress? Part(IProgress<double>? progress, int level, int levels) => progress is null ? null : new LevelProgress(progress, level, levels);

    // Every level has about four times the work of the one before.
    private sealed class LevelProgress(IProgress<double> whole, int level, int levels) : IProgress<double>
    {
        private readonly double _all = Math.Pow(4, levels) - 1;

        public void Report(double value) => whole.Report((Math.Pow(4, level) - 1 + value * 3 * Math.Pow(4, level)) / _all);
    }
}
