using System.Buffers;
using System.Numerics;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// Which face each pixel sees and where on it, bit for bit as the paint model's own renderer finds them.
/// <para>
/// A pixel is sampled at its centre; a face covers it when its three barycentric coordinates lie in [0, 1], so pixels on a shared edge
/// belong to both faces; there is no culling, and both windings count. Depth is cut to steps of 1/262144 of the depth range;
/// the nearest step wins, ties go to the lowest face index. Negative depth is not seen.
/// </para>
/// <para>
/// Source: Hunyuan3D-2, <c>custom_rasterizer/lib/custom_rasterizer_kernel/rasterizer.cpp</c>. Single precision without fused multiply-adds wherever the
/// value decides a face. Ours differs in the order of work only: faces are binned to tiles, tiles are rasterised in parallel, each in face order
/// against a depth buffer that stays in the first-level cache, eight pixels at a time. The result does not depend on the number of threads.
/// Cost: about the covered area times depth complexity; no allocation per face.
/// </para>
/// </summary>
internal static class Rasterizer
{
    private const int FacesPerRun = 4096;

    public static RasterImage Rasterize(Vector4[] clip, int[] indices, int width, int height)
    {
        var image = new RasterImage(width, height);
        Rasterize(clip, indices, image);
        return image;
    }

    /// <param name="clip">[vertices] clip-space positions. Faces with a corner that is not finite on the screen are not drawn.</param>
    /// <param name="indices">[faces * 3].</param>
    /// <param name="image">Overwritten completely.</param>
    public static void Rasterize(Vector4[] clip, int[] indices, RasterImage image)
    {
        var faceCount = indices.Length / 3;
        var setups = ArrayPool<FaceSetup>.Shared.Rent(Math.Max(1, faceCount));
        var runs = (faceCount + FacesPerRun - 1) / FacesPerRun;
        var perspective = 0;
        Parallel.For(0, runs, run =>
        {
            var affine = true;
            var end = Math.Min(faceCount, (run + 1) * FacesPerRun);
            for (var f = run * FacesPerRun; f < end; f++)
            {
                var (a, b, c) = (clip[indices[f * 3]], clip[indices[(f * 3) + 1]], clip[indices[(f * 3) + 2]]);
                setups[f] = FaceSetup.From(a, b, c, image.Width, image.Height);
                affine &= a.W == 1 && b.W == 1 && c.W == 1;
            }

            if (!affine)
                Interlocked.Exchange(ref perspective, 1);
        });

        var (across, down) = ((image.Width + TileRasterizer.Width - 1) / TileRasterizer.Width, (image.Height + TileRasterizer.Height - 1) / TileRasterizer.Height);
        using (var bins = TriangleBins.Build(setups, faceCount, across, down, TileRasterizer.Width, TileRasterizer.Height))
        {
            var shared = bins;
            var affine = perspective == 0;
            Parallel.For(0, across * down, tile => TileRasterizer.Draw(
                setups, shared[tile], image, tile % across * TileRasterizer.Width, tile / across * TileRasterizer.Height, affine));
        }

        ArrayPool<FaceSetup>.Shared.Return(setups);
        if (perspective != 0)
            CorrectPerspective(clip, indices, image);
    }

    /// <summary>
    /// The clip coordinate (w = 1) of a continuous pixel coordinate, 0 and <paramref name="size"/> being the outer edges of the first and last pixel;
    /// clip -1 and 1 are the centres of those pixels.
    /// </summary>
    /// <param name="size">Pixels along this axis, at least 2.</param>
    public static float ToClip(float pixel, int size) => ((pixel - 0.5f) * 2f / (size - 1)) - 1f;

    /// <summary>Divides each weight by its vertex' w and makes them add up to 1 again (already done for w = 1).</summary>
    private static void CorrectPerspective(Vector4[] clip, int[] indices, RasterImage image) => Parallel.For(0, image.Height, row =>
    {
        for (var pixel = row * image.Width; pixel < (row + 1) * image.Width; pixel++)
        {
            if (image.FaceIds[pixel] == 0)
                continue;
            var corner = (image.FaceIds[pixel] - 1) * 3;
            var weights = image.Barycentrics[pixel];
            var a = weights.X / clip[indices[corner]].W;
            var b = weights.Y / clip[indices[corner + 1]].W;
            var c = weights.Z / clip[indices[corner + 2]].W;
            var scale = 1f / ((a + b) + c);
            image.Barycentrics[pixel] = new Vector3(a * scale, b * scale, c * scale);
        }
    });
}
