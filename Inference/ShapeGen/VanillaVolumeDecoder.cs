using System.Numerics;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>
/// Evaluates every point of the grid (upstream's <c>VanillaVolumeDecoder</c>): (octree resolution + 1)^3 points in chunks, on all cores.
/// Memory beyond the grid itself: one chunk of points a core.
/// </summary>
public sealed class VanillaVolumeDecoder : IVolumeDecoder
{
    private readonly int _chunkSize;

    /// <param name="chunkSize">Points in one call of the field, 1 to 1,048,576; only splits the work (upstream: <c>num_chunks</c>).</param>
    public VanillaVolumeDecoder(int chunkSize = 8000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chunkSize, 1 << 20);
        _chunkSize = chunkSize;
    }

    public VoxelGrid Decode(IImplicitField field, int octreeResolution, float mcLevel, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(field);
        var axis = GridAxis.Points(octreeResolution);
        int n = axis.Length, total = checked(n * n * n), chunks = (total - 1) / _chunkSize + 1, done = 0;
        var values = GC.AllocateUninitializedArray<float>(total);
        Parallel.For(
            0,
            chunks,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => new Vector3[Math.Min(_chunkSize, total)],
            (chunk, _, points) =>
            {
                int start = chunk * _chunkSize, count = Math.Min(_chunkSize, total - start);
                FillPoints(axis, start, points.AsSpan(0, count));
                field.Evaluate(points.AsSpan(0, count), values.AsSpan(start, count));
                progress?.Report((double)Interlocked.Increment(ref done) / chunks);
                return points;
            },
            _ => { });
        return new VoxelGrid(n, octreeResolution, values);
    }

    private static void FillPoints(float[] axis, int start, Span<Vector3> points)
    {
        var n = axis.Length;
        int k = start % n, row = start / n;
        float x = axis[row / n], y = axis[row % n];
        for (var p = 0; p < points.Length; p++)
        {
            points[p] = new Vector3(x, y, axis[k]);
            if (++k < n)
                continue;
            k = 0;
            if (++row < n * n)
                (x, y) = (axis[row / n], axis[row % n]);
        }
    }
}
