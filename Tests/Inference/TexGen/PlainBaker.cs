using System.Numerics;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Tests.Inference.TexGen;

/// <summary>
/// Back-projection and merging as upstream's <c>back_project</c>, <c>linear_grid_put_2d</c> and <c>fast_bake_texture</c> read, in double precision, one pixel after the
/// other. What decides whether a pixel counts at all (coverage, depth levels, edges) is taken from the same single-precision formulas, since a pixel more or less
/// is no rounding.
/// </summary>
internal static class PlainBaker
{
    /// <returns>[size * size]: r, g, b in 0..1 and the cosine; zeros where the view says nothing.</returns>
    public static double[][] Project(RenderMesh mesh, Picture view, Camera camera, int size, int radius)
    {
        var width = view.Width;
        var positions = camera.ToCamera(mesh.Positions);
        var raster = PlainRasterizer.Rasterize(Camera.ToClip(positions), mesh.Indices, width, width);
        var unreliable = Unreliable(raster, mesh.Indices, positions, width, radius);
        var normals = VertexNormals(positions, mesh.Indices);
        var (sums, weights) = (new double[size * size][], new double[size * size]);
        for (var pixel = 0; pixel < width * width; pixel++)
        {
            if (unreliable[pixel]) continue;
            var corner = (raster.FaceIds[pixel] - 1) * 3;
            double u = 0, v = 0, nx = 0, ny = 0, nz = 0;
            for (var k = 0; k < 3; k++)
            {
                var (vertex, weight) = (mesh.Indices[corner + k], (double)raster.Barycentrics[pixel][k]);
                (u, v) = (u + weight * mesh.Uvs[vertex].X, v + weight * mesh.Uvs[vertex].Y);
                (nx, ny, nz) = (nx + weight * normals[vertex][0], ny + weight * normals[vertex][1], nz + weight * normals[vertex][2]);
            }

            var cosine = -nz / Math.Max(Math.Sqrt(nx * nx + ny * ny + nz * nz), 1e-8);
            if (cosine < Math.Cos(75 / 180.0 * Math.PI)) cosine = 0;
            double[] value = [view.Pixels[4 * pixel] / 255.0, view.Pixels[4 * pixel + 1] / 255.0, view.Pixels[4 * pixel + 2] / 255.0, cosine];
            var (row, column) = (Math.Clamp((int)Math.Floor(v * (size - 1)), 0, size - 2), Math.Clamp((int)Math.Floor(u * (size - 1)), 0, size - 2));
            var (h, w) = (v * (size - 1) - row, u * (size - 1) - column);
            foreach (var (dy, dx, weight) in new[] { (0, 0, (1 - h) * (1 - w)), (0, 1, (1 - h) * w), (1, 0, h * (1 - w)), (1, 1, h * w) })
            {
                var texel = (row + dy) * size + column + dx;
                var sum = sums[texel] ??= new double[4];
                for (var k = 0; k < 4; k++) sum[k] += weight * value[k];
                weights[texel] += weight;
            }
        }

        return [.. sums.Zip(weights, (sum, weight) => sum is null || !(weight > 0) ? new double[4] : Array.ConvertAll(sum, s => s / weight))];
    }

    /// <returns>The merged colours, and which texels have one.</returns>
    public static (double[][] Colours, bool[] Trusted) Merge(IEnumerable<(double[][] Texels, double Weight)> views, int size)
    {
        var sums = Enumerable.Range(0, size * size).Select(_ => new double[4]).ToArray();
        foreach (var (texels, viewWeight) in views)
        {
            var weights = Array.ConvertAll(texels, t => viewWeight * Math.Pow(t[3], 4));
            var (seen, painted) = (weights.Count(w => w > 0), weights.Zip(sums).Count(p => p.First > 0 && p.Second[3] > 0));
            if (seen > 0 && painted / (double)seen > 0.99) continue;
            for (var i = 0; i < sums.Length; i++)
            {
                for (var k = 0; k < 3; k++) sums[i][k] += texels[i][k] * weights[i];
                sums[i][3] += weights[i];
            }
        }

        return (Array.ConvertAll(sums, s => new[] { s[0] / Math.Max(s[3], 1e-8), s[1] / Math.Max(s[3], 1e-8), s[2] / Math.Max(s[3], 1e-8) }), Array.ConvertAll(sums, s => s[3] > 1e-8));
    }

    private static bool[] Unreliable(RasterImage raster, int[] indices, Vector3[] positions, int width, int radius)
    {
        var depths = new float[width * width];
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        for (var pixel = 0; pixel < depths.Length; pixel++)
        {
            if (raster.FaceIds[pixel] == 0) continue;
            var (corner, weights) = ((raster.FaceIds[pixel] - 1) * 3, raster.Barycentrics[pixel]);
            depths[pixel] = (weights.X * positions[indices[corner]].Z) + (weights.Y * positions[indices[corner + 1]].Z) + (weights.Z * positions[indices[corner + 2]].Z);
            (low, high) = (Math.Min(low, depths[pixel]), Math.Max(high, depths[pixel]));
        }

        var levels = new byte[width * width];
        for (var pixel = 0; pixel < levels.Length; pixel++)
            levels[pixel] = raster.FaceIds[pixel] != 0 && high > low ? (byte)((depths[pixel] - low) / (high - low) * 255f) : (byte)0;
        var edges = CannyEdgeDetector.Detect(levels, width, width, 30, 80); // has its own reference
        var unreliable = new bool[width * width];
        for (var y = 0; y < width; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var j = Math.Max(0, y - radius); j <= Math.Min(width - 1, y + radius); j++)
                {
                    for (var i = Math.Max(0, x - radius); i <= Math.Min(width - 1, x + radius); i++)
                        unreliable[y * width + x] |= raster.FaceIds[j * width + i] == 0 || edges[j * width + i] != 0;
                }
            }
        }

        return unreliable;
    }

    // The normalised sum of the faces' unit normals.
    private static double[][] VertexNormals(Vector3[] positions, int[] indices)
    {
        var normals = Array.ConvertAll(positions, _ => new double[3]);
        for (var i = 0; i < indices.Length; i += 3)
        {
            var (a, b, c) = (positions[indices[i]], positions[indices[i + 1]], positions[indices[i + 2]]);
            double ux = (double)b.X - a.X, uy = (double)b.Y - a.Y, uz = (double)b.Z - a.Z, vx = (double)c.X - a.X, vy = (double)c.Y - a.Y, vz = (double)c.Z - a.Z;
            double[] normal = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
            var length = Math.Max(Math.Sqrt(normal.Sum(n => n * n)), 1e-12);
            for (var corner = i; corner < i + 3; corner++)
            {
                for (var k = 0; k < 3; k++) normals[indices[corner]][k] += normal[k] / length;
            }
        }

        return Array.ConvertAll(normals, n => Math.Sqrt(n.Sum(k => k * k)) is > 0 and var length ? Array.ConvertAll(n, k => k / length) : n);
    }
}
