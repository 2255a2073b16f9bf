using System.Numerics;
using System.Runtime.InteropServices;

namespace Hunyuan3D.Inference.ShapeGen.Relief;

/// <summary>
/// Gaussian smoothing of a square grid by three box filters each way (Wells, "Efficient synthesis of Gaussian filters by cascaded uniform filters", 1986).
/// Outside the grid is zero. Cost: six passes over the grid, whatever the width; parallel.
/// </summary>
internal static class GridBlur
{
    private const int StripWidth = 64;

    /// <param name="sigma">Standard deviation in cells; the nearest that three boxes of odd widths, equal or two apart, can make is used.</param>
    public static float[] Gaussian(float[] grid, int size, float sigma)
    {
        var radii = Radii(sigma);
        var result = new float[size * size];
        Parallel.For(0, size, () => new float[size], (y, _, temp) =>
        {
            var row = result.AsSpan(y * size, size);
            grid.AsSpan(y * size, size).CopyTo(row);
            foreach (var radius in radii)
            {
                row.CopyTo(temp);
                BoxRow(temp, row, radius);
            }

            return temp;
        }, _ => { });
        Parallel.For(0, (size + StripWidth - 1) / StripWidth, strip => BoxColumns(result, size, strip * StripWidth, Math.Min(StripWidth, size - strip * StripWidth), radii));
        return result;
    }

    // A box of radius r has the variance r (r + 1) / 3.
    private static int[] Radii(float sigma)
    {
        var target = 3 * sigma * sigma;
        var small = (int)MathF.Floor((MathF.Sqrt(4 * target / 3 + 1) - 1) / 2);
        var large = Math.Clamp((int)MathF.Round((target - 3 * small * (small + 1)) / (2 * (small + 1))), 0, 3);
        return [.. Enumerable.Repeat(small + 1, large), .. Enumerable.Repeat(small, 3 - large)];
    }

    private static void BoxRow(ReadOnlySpan<float> source, Span<float> target, int radius)
    {
        var scale = 1f / (2 * radius + 1);
        var sum = 0.0;
        for (var x = 0; x < Math.Min(radius, source.Length); x++) sum += source[x];
        for (var x = 0; x < source.Length; x++)
        {
            if (x + radius < source.Length) sum += source[x + radius];
            if (x - radius > 0) sum -= source[x - radius - 1];
            target[x] = (float)sum * scale;
        }
    }

    // Whole rows of a strip at a time, so that memory is read in order.
    private static void BoxColumns(float[] grid, int size, int left, int width, int[] radii)
    {
        var copy = new float[size * width];
        var sums = new float[width];
        foreach (var radius in radii)
        {
            var scale = 1f / (2 * radius + 1);
            Array.Clear(sums);
            for (var y = 0; y < size; y++) grid.AsSpan(y * size + left, width).CopyTo(copy.AsSpan(y * width));
            for (var y = 0; y < Math.Min(radius, size); y++) Accumulate(sums, copy.AsSpan(y * width, width), 1);
            for (var y = 0; y < size; y++)
            {
                if (y + radius < size) Accumulate(sums, copy.AsSpan((y + radius) * width, width), 1);
                if (y - radius > 0) Accumulate(sums, copy.AsSpan((y - radius - 1) * width, width), -1);
                for (var x = 0; x < width; x++) grid[y * size + left + x] = sums[x] * scale;
            }
        }
    }

    private static void Accumulate(Span<float> sums, ReadOnlySpan<float> values, float sign)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(sums);
        var sources = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (var i = 0; i < vectors.Length; i++) vectors[i] += sources[i] * sign;
        for (var i = vectors.Length * Vector<float>.Count; i < sums.Length; i++) sums[i] += values[i] * sign;
    }
}
