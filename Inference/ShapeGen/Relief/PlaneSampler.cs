using System.Runtime.InteropServices;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.ShapeGen.Relief;

/// <summary>
/// Brings a picture onto a square grid of cells over [-1, 1]^2 in its frame's units: separable triangle filter as wide as a cell or a pixel, whichever is larger,
/// so that coverage stays fractional along the silhouette. Rows run upward. Cost: about (pixels + cells) times the filter's taps, parallel over rows.
/// </summary>
internal sealed class PlaneSampler
{
    private readonly Picture _picture;
    private readonly int _size;
    private readonly Taps[] _columns;
    private readonly Taps[] _rows;

    public PlaneSampler(Picture picture, SubjectFrame frame, int size)
    {
        (_picture, _size) = (picture, size);
        _columns = BuildTaps(frame.Center.X, frame.UnitsPerPixel, size, picture.Width, upward: false);
        _rows = BuildTaps(frame.Center.Y, frame.UnitsPerPixel, size, picture.Height, upward: true);
    }

    /// <summary>[size, size]: the share of each cell that the subject covers, 0 to 1; and that share times luminance (0 to 1).</summary>
    public (float[] Coverage, float[] Luminance) Sample()
    {
        var (width, height, size) = (_picture.Width, _picture.Height, _size);
        // [height, size] of (alpha, alpha * luminance)
        var narrowed = new (float Alpha, float Light)[height * size];
        Parallel.For(0, height, y =>
        {
            var row = MemoryMarshal.Cast<byte, uint>(_picture.Pixels.AsSpan(y * width * 4, width * 4));
            for (var i = 0; i < size; i++)
            {
                var taps = _columns[i];
                float alpha = 0, light = 0;
                for (var t = 0; t < taps.Weights.Length; t++)
                {
                    var pixel = row[taps.First + t];
                    var a = (pixel >> 24) * taps.Weights[t];
                    alpha += a;
                    light += a * ((pixel & 255) * 0.2126f + ((pixel >> 8) & 255) * 0.7152f + ((pixel >> 16) & 255) * 0.0722f);
                }

                narrowed[y * size + i] = (alpha / 255, light / (255 * 255));
            }
        });

        var coverage = new float[size * size];
        var luminance = new float[size * size];
        Parallel.For(0, size, j =>
        {
            var taps = _rows[j];
            for (var t = 0; t < taps.Weights.Length; t++)
            {
                var weight = taps.Weights[t];
                var source = narrowed.AsSpan((taps.First + t) * size, size);
                for (var i = 0; i < size; i++)
                {
                    coverage[j * size + i] += source[i].Alpha * weight;
                    luminance[j * size + i] += source[i].Light * weight;
                }
            }
        });
        return (coverage, luminance);
    }

    private readonly record struct Taps(int First, float[] Weights);

    // Weights of pixels beyond the picture's border are left out, not given to its edge: beyond the border there is no subject.
    private static Taps[] BuildTaps(float center, float unitsPerPixel, int size, int pixels, bool upward)
    {
        var pixelsPerCell = 2f / (size * unitsPerPixel);
        var support = Math.Max(1, pixelsPerCell);
        var taps = new Taps[size];
        for (var i = 0; i < size; i++)
        {
            var offset = (i + 0.5f - size / 2f) * pixelsPerCell;
            var at = center + (upward ? -offset : offset) - 0.5f; // in pixel indices
            var first = Math.Max(0, (int)MathF.Ceiling(at - support));
            var last = Math.Min(pixels - 1, (int)MathF.Floor(at + support));
            var weights = new float[Math.Max(0, last - first + 1)];
            for (var t = 0; t < weights.Length; t++)
                weights[t] = Math.Max(0, 1 - Math.Abs(first + t - at) / support) / support;
            taps[i] = new Taps(first, weights);
        }

        return taps;
    }
}
