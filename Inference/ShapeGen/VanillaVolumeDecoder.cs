using System.Numerics;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>
/// Evaluates every point of the grid (upstream's <c>VanillaVolumeDecoder</c>): (octree resolution + 1)^3 points in chunks, on all cores.
/// Memory beyond the grid itself: one chunk of points a core.
/// </summary>
internal sealed class VanillaVolumeDecoder : IVolumeDecoder
{
    /// <summary>Upstream's <c>num_chunks</c>.</summary>
    public const int DefaultChunkSize = 8000;

    private readonly FieldSampler _sampler;

    /// <param name="chunkSize">Points in one call of the field, 1 to 1,048,576; only splits the work.</param>
    /// <param name="maxParallelism">Calls of the field at the same time, at least 1; -1: one a core.</param>
    public VanillaVolumeDecoder(int chunkSize = DefaultChunkSize, int maxParallelism = -1) => _sampler = new FieldSampler(chunkSize, maxParallelism);

    public VoxelGrid Decode(IImplicitField field, int octreeResolution, float mcLevel, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(field);
        return Decode(_sampler, field, octreeResolution, chunks => new ChunkProgress(progress, 0, 1, chunks), cancellationToken);
    }

    internal static VoxelGrid Decode(FieldSampler sampler, IImplicitField field, int resolution, Func<int, ChunkProgress> progress, CancellationToken cancellationToken)
    {
        var axis = GridAxis.Points(resolution);
        var values = GC.AllocateUninitializedArray<float>(checked(axis.Length * axis.Length * axis.Length));
        sampler.Sample(
            field,
            values.Length,
            (start, positions) => ReadPositions(axis, start, positions),
            (start, logits) => logits.CopyTo(values.AsSpan(start)),
            progress,
            cancellationToken);
        return new VoxelGrid(axis.Length, resolution, values);
    }

    private static void ReadPositions(float[] axis, int start, Span<Vector3> positions)
    {
        var n = axis.Length;
        int k = start % n, row = start / n;
        float x = axis[row / n], y = axis[row % n];
        for (var p = 0; p < positions.Length; p++)
        {
            positions[p] = new Vector3(x, y, axis[k]);
            if (++k < n)
                continue;
            k = 0;
            if (++row < n * n)
                (x, y) = (axis[row / n], axis[row % n]);
        }
    }
}
