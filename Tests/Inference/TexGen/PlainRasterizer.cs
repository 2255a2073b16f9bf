using System.Numerics;
using Hunyuan3D.Inference.TexGen;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen;

/// <summary>The rasteriser as its specification reads: every face, every pixel of its box, one 64-bit key per pixel.</summary>
internal static class PlainRasterizer
{
    private const long KeyStride = int.MaxValue;

    public static RasterImage Rasterize(Vector4[] clip, int[] indices, int width, int height)
    {
        var image = new RasterImage(width, height);
        var keys = new long[width * height];
        Array.Fill(keys, long.MaxValue);
        for (var f = 0; f < indices.Length / 3; f++)
        {
            var (a, b, c) = (Screen(clip[indices[f * 3]]), Screen(clip[indices[(f * 3) + 1]]), Screen(clip[indices[(f * 3) + 2]]));
            var (minX, maxX) = (MathF.Min(a.X, MathF.Min(b.X, c.X)), MathF.Max(a.X, MathF.Max(b.X, c.X)));
            var (minY, maxY) = (MathF.Min(a.Y, MathF.Min(b.Y, c.Y)), MathF.Max(a.Y, MathF.Max(b.Y, c.Y)));
            for (var py = (int)minY; py < maxY + 1; py++)
            {
                for (var px = (int)minX; px < maxX + 1; px++)
                {
                    if (px < 0 || py < 0 || px >= width || py >= height || !Weights(a, b, c, px, py, out var weights))
                        continue;
                    var depth = (weights.X * a.Z) + (weights.Y * b.Z) + (weights.Z * c.Z);
                    if (depth < 0)
                        continue;
                    var key = ((long)(int)(depth * 262144f) * KeyStride) + f + 1;
                    keys[(py * width) + px] = Math.Min(keys[(py * width) + px], key);
                }
            }
        }

        for (var pixel = 0; pixel < keys.Length; pixel++)
        {
            if (keys[pixel] == long.MaxValue)
                continue;
            var id = (int)(keys[pixel] % KeyStride);
            var (a, b, c) = (clip[indices[(id - 1) * 3]], clip[indices[((id - 1) * 3) + 1]], clip[indices[((id - 1) * 3) + 2]]);
            Assert.True(Weights(Screen(a), Screen(b), Screen(c), pixel % width, pixel / width, out var weights));
            var (wa, wb, wc) = (weights.X / a.W, weights.Y / b.W, weights.Z / c.W);
            var scale = 1f / (wa + wb + wc);
            image.FaceIds[pixel] = id;
            image.Barycentrics[pixel] = new Vector3(wa * scale, wb * scale, wc * scale);
        }

        return image;

        Vector3 Screen(Vector4 p) => new(
            (p.X / p.W * 0.5f + 0.5f) * (width - 1) + 0.5f,
            (0.5f + 0.5f * p.Y / p.W) * (height - 1) + 0.5f,
            p.Z / p.W * 0.49999f + 0.5f);
    }

    private static bool Weights(Vector3 a, Vector3 b, Vector3 c, int px, int py, out Vector3 weights)
    {
        var p = new Vector3(px + 0.5f, py + 0.5f, 0);
        weights = default;
        var area = Area(a, b, c);
        if (area == 0)
            return false;
        var inverse = 1f / area;
        var beta = Area(a, p, c) * inverse;
        var gamma = Area(a, b, p) * inverse;
        var alpha = (float)(1.0 - beta - gamma);
        weights = new Vector3(alpha, beta, gamma);
        return alpha >= 0 && alpha <= 1 && beta >= 0 && beta <= 1 && gamma >= 0 && gamma <= 1;
    }

    private static float Area(Vector3 a, Vector3 b, Vector3 c) => ((c.X - a.X) * (b.Y - a.Y)) - ((b.X - a.X) * (c.Y - a.Y));
}
