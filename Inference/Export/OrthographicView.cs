using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Inference.Export;

/// <summary>
/// An unlit orthographic view of a mesh from one of its sides, to be compared with a picture: colour is the texture's, alpha is coverage (the mask),
/// both from several samples a pixel.
/// </summary>
internal static class OrthographicView
{
    private static readonly float[] Levels = [.. Enumerable.Range(0, 256).Select(level => (float)level)];

    /// <summary>The textured mesh. Colours are averaged over the covered samples only, in sRGB levels, as pictures are resized; black where alpha is 0.</summary>
    /// <param name="samples">Samples per pixel and axis, 1 to 8.</param>
    public static Picture Render(TexturedMesh mesh, ViewSide side, OrthographicFrame frame, int samples = 2)
    {
        var (sampler, uvs, indices) = (new TextureSampler(mesh.BaseColor, Levels), mesh.Geometry.Uvs, mesh.Geometry.Mesh.Indices);
        return Render(mesh.Geometry.Mesh, side, frame, samples, (corner, weights) => sampler.Sample(
            (uvs[indices[corner]] * weights.X) + (uvs[indices[corner + 1]] * weights.Y) + (uvs[indices[corner + 2]] * weights.Z)));
    }

    /// <summary>The bare mesh: white with its coverage.</summary>
    /// <param name="samples">Samples per pixel and axis, 1 to 8.</param>
    public static Picture Render(TriangleMesh mesh, ViewSide side, OrthographicFrame frame, int samples = 2)
        => Render(mesh, side, frame, samples, (_, _) => new Vector3(255));

    private static Picture Render(TriangleMesh mesh, ViewSide side, OrthographicFrame frame, int samples, Func<int, Vector3, Vector3> colour)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples, 8);
        var fine = frame.Supersample(samples);
        var raster = Rasterizer.Rasterize(Project(mesh.Positions, ViewBasis.Of(side), fine), mesh.Indices, fine.Width, fine.Height);
        var picture = new Picture(frame.Width, frame.Height);
        Parallel.For(0, frame.Height, row =>
        {
            for (var column = 0; column < frame.Width; column++)
            {
                var (sum, covered) = (Vector3.Zero, 0);
                for (var sample = 0; sample < samples * samples; sample++)
                {
                    var at = (((row * samples) + (sample / samples)) * fine.Width) + (column * samples) + (sample % samples);
                    if (raster.FaceIds[at] == 0)
                        continue;
                    covered++;
                    sum += colour((raster.FaceIds[at] - 1) * 3, raster.Barycentrics[at]);
                }

                if (covered == 0)
                    continue;
                var mean = (sum / covered) + new Vector3(0.5f);
                var alpha = ((255 * covered) + (samples * samples / 2)) / (samples * samples);
                var pixel = picture[column, row];
                (pixel[0], pixel[1], pixel[2], pixel[3]) = ((byte)mean.X, (byte)mean.Y, (byte)mean.Z, (byte)alpha);
            }
        });
        return picture;
    }

    private static Vector4[] Project(Vector3[] positions, ViewBasis basis, OrthographicFrame frame)
    {
        var deepest = positions.Length == 0 ? 1 : positions.Max(p => MathF.Abs(Vector3.Dot(p, basis.Toward)));
        var depthScale = deepest > 0 ? 1 / deepest : 1;
        return Array.ConvertAll(positions, position =>
        {
            var seen = basis.ToView(position);
            var x = frame.Center.X + (seen.X / frame.UnitsPerPixel);
            var y = frame.Center.Y - (seen.Y / frame.UnitsPerPixel);
            return new Vector4(Rasterizer.ToClip(x, frame.Width), Rasterizer.ToClip(y, frame.Height), -seen.Z * depthScale, 1);
        });
    }
}
