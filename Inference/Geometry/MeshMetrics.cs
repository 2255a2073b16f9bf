using System.Numerics;
using Hunyuan3D.Inference.Geometry.Metrics;

namespace Hunyuan3D.Inference.Geometry;

/// <summary>How much two meshes differ. Parallel; the results do not depend on the number of threads.</summary>
public static class MeshMetrics
{
    private const int SamplesPerChunk = 1 << 12;

    /// <summary>
    /// The symmetric Chamfer distance: points spread evenly over either surface, their exact distance to the other surface, averaged over both directions.
    /// Equal surfaces have distance zero, however they are triangulated.
    /// </summary>
    /// <param name="samples">Points on each surface, at least 1. The relative error of the mean falls with their square root.</param>
    /// <param name="seed">Of the points' places.</param>
    /// <exception cref="ArgumentException">A mesh has no area.</exception>
    public static SurfaceDistance Distance(TriangleMesh first, TriangleMesh second, int samples = 200_000, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        SurfaceDistance there = Directed(first, second, samples, seed), back = Directed(second, first, samples, seed);
        return new SurfaceDistance((there.Mean + back.Mean) / 2, Math.Sqrt((there.Rms * there.Rms + back.Rms * back.Rms) / 2), Math.Max(there.Max, back.Max));
    }

    /// <summary>The distance of points on one surface from the other surface, one way.</summary>
    /// <inheritdoc cref="Distance"/>
    public static SurfaceDistance Directed(TriangleMesh from, TriangleMesh to, int samples = 200_000, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var points = SurfaceSampling.Sample(from, samples, seed);
        var tree = new TriangleTree(to);
        var chunks = new (double Sum, double Squares, float Max)[(samples + SamplesPerChunk - 1) / SamplesPerChunk];
        Parallel.For(0, chunks.Length, chunk =>
        {
            var (sum, squares, max) = (0.0, 0.0, 0f);
            foreach (var point in points.AsSpan()[(chunk * SamplesPerChunk)..Math.Min((chunk + 1) * SamplesPerChunk, samples)])
            {
                var squared = tree.DistanceSquared(point);
                (sum, squares, max) = (sum + Math.Sqrt(squared), squares + squared, Math.Max(max, squared));
            }

            chunks[chunk] = (sum, squares, max);
        });
        return new SurfaceDistance(chunks.Sum(chunk => chunk.Sum) / samples, Math.Sqrt(chunks.Sum(chunk => chunk.Squares) / samples), Math.Sqrt(chunks.Max(chunk => chunk.Max)));
    }

    /// <summary>
    /// The volume that two closed meshes share over the volume that either fills, 0 to 1; 0 where both are empty. A point is inside where the winding number is
    /// positive. Measured on parallel rays, exactly along each.
    /// </summary>
    /// <param name="raysPerAxis">Rays along the two other axes of the common bounding box, 2 to 4096.</param>
    public static double VolumeIoU(TriangleMesh first, TriangleMesh second, int raysPerAxis = 256)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfLessThan(raysPerAxis, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(raysPerAxis, 4096);
        Vector3 low = new(float.PositiveInfinity), high = new(float.NegativeInfinity);
        foreach (var position in first.Positions.Concat(second.Positions))
            (low, high) = (Vector3.Min(low, position), Vector3.Max(high, position));
        if (!(low.Y < high.Y && low.Z < high.Z))
            return 0;

        RayCrossings a = RayCrossings.Find(first, raysPerAxis, low, high), b = RayCrossings.Find(second, raysPerAxis, low, high);
        var rows = new (double Both, double Either)[raysPerAxis];
        Parallel.For(0, raysPerAxis, row =>
        {
            for (var ray = row * raysPerAxis; ray < (row + 1) * raysPerAxis; ray++)
            {
                var (both, either) = RayCrossings.Overlap(a.Of(ray), b.Of(ray));
                rows[row] = (rows[row].Both + both, rows[row].Either + either);
            }
        });
        var union = rows.Sum(row => row.Either);
        return union > 0 ? rows.Sum(row => row.Both) / union : 0;
    }
}
