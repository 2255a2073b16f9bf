using System.Numerics;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// A view's depth as an 8-bit picture for the edge detector: camera z from the farthest (0) to the nearest (255) visible point, truncated; background 0.
/// Source: Hunyuan3D-2, <c>mesh_render.py</c>, <c>back_project</c> and <c>render_sketch_from_depth</c>.
/// </summary>
internal static class DepthLevels
{
    private const int RowsPerRun = 32;

    /// <param name="camera">[vertices] camera-space positions.</param>
    /// <param name="depths">[height * width] scratch.</param>
    /// <param name="levels">[height * width], overwritten.</param>
    public static void Compute(RasterImage raster, int[] indices, Vector3[] camera, float[] depths, byte[] levels)
    {
        var runs = (raster.Height + RowsPerRun - 1) / RowsPerRun;
        var ranges = new (float Low, float High)[runs];
        Parallel.For(0, runs, run =>
        {
            var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
            var end = Math.Min(raster.Height, (run + 1) * RowsPerRun) * raster.Width;
            for (var pixel = run * RowsPerRun * raster.Width; pixel < end; pixel++)
            {
                var corner = (raster.FaceIds[pixel] - 1) * 3;
                if (corner < 0)
                    continue;
                var weights = raster.Barycentrics[pixel];
                var depth = (weights.X * camera[indices[corner]].Z) + (weights.Y * camera[indices[corner + 1]].Z) + (weights.Z * camera[indices[corner + 2]].Z);
                depths[pixel] = depth;
                (low, high) = (MathF.Min(low, depth), MathF.Max(high, depth));
            }

            ranges[run] = (low, high);
        });

        var (farthest, nearest) = (ranges.Min(r => r.Low), ranges.Max(r => r.High));
        var extent = nearest - farthest;
        Parallel.For(0, raster.Height, row =>
        {
            for (var pixel = row * raster.Width; pixel < (row + 1) * raster.Width; pixel++)
                // A flat thing seen head-on has no extent and no edges.
                levels[pixel] = raster.FaceIds[pixel] != 0 && extent > 0 ? (byte)((depths[pixel] - farthest) / extent * 255f) : (byte)0;
        });
    }
}
