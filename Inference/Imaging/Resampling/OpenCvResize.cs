namespace Hunyuan3D.Inference.Imaging.Resampling;

/// <summary>
/// <c>cv2.resize</c> of 8-bit pictures as OpenCV 4.6 computes it, since the networks were trained on its roundings. All four channels are
/// resized alike, alpha not premultiplied. Source: opencv/opencv <c>modules/imgproc/src/resize.cpp</c>. Equal to OpenCV except that its
/// vector code rounds about one value in ten thousand of the cubic kernel the other way.
/// </summary>
internal static class OpenCvResize
{
    private const int Channels = 4;

    /// <summary>Fixed-point weights have 11 bits.</summary>
    private const int One = 2048;

    /// <summary>INTER_AREA: means of source areas when shrinking, a linear interpolation when any axis enlarges.</summary>
    public static Picture Area(Picture source, int width, int height)
    {
        var (scaleX, scaleY) = (Scale(source.Width, width), Scale(source.Height, height));
        if (scaleX < 1 || scaleY < 1)
        {
            var (columns, rows) = (AreaLinearTaps(source.Width, width), AreaLinearTaps(source.Height, height));
            return FixedPoint(source, width, height, columns, rows, BlendLinear);
        }

        return IsWhole(scaleX) && IsWhole(scaleY)
            ? WholeArea(source, width, height, (int)Math.Round(scaleX), (int)Math.Round(scaleY))
            : FractionalArea(
                source, width, height, AreaTap.Table(source.Width, width, scaleX), AreaTap.Table(source.Height, height, scaleY));
    }

    /// <summary>INTER_CUBIC: four taps an axis with A = -0.75, in fixed point, without antialiasing.</summary>
    public static Picture Cubic(Picture source, int width, int height)
        => FixedPoint(source, width, height, CubicTaps(source.Width, width), CubicTaps(source.Height, height), BlendCubic);

    /// <summary>INTER_NEAREST: the pixel at the floor of the scaled position.</summary>
    public static Picture Nearest(Picture source, int width, int height)
    {
        var result = new Picture(width, height);
        var (scaleX, scaleY) = (Scale(source.Width, width), Scale(source.Height, height));
        Parallel.For(0, height, y =>
        {
            var row = Math.Min((int)(y * scaleY), source.Height - 1);
            for (var x = 0; x < width; x++)
                source[Math.Min((int)(x * scaleX), source.Width - 1), row].CopyTo(result[x, y]);
        });
        return result;
    }

    /// <summary>Computed through the inverse, as OpenCV does: the last bit decides which pixel a position falls on.</summary>
    private static double Scale(int source, int target) => 1 / ((double)target / source);

    private static bool IsWhole(double scale) => Math.Abs(scale - Math.Round(scale)) < 2.220446049250313e-16;

    private static Picture WholeArea(Picture source, int width, int height, int columns, int rows)
    {
        var result = new Picture(width, height);
        var share = 1f / (columns * rows);
        Parallel.For(0, height, y =>
        {
            for (var x = 0; x < width; x++)
            {
                for (var c = 0; c < Channels; c++)
                {
                    var sum = 0;
                    for (var v = 0; v < rows; v++)
                    {
                        var at = ((y * rows + v) * source.Width + x * columns) * Channels + c;
                        for (var u = 0; u < columns; u++, at += Channels)
                            sum += source.Pixels[at];
                    }

                    // Two by two has integer code of its own, which rounds halves up.
                    result.Pixels[(y * width + x) * Channels + c] = columns == 2 && rows == 2
                        ? (byte)(sum + 2 >> 2)
                        : (byte)Math.Clamp(MathF.Round(sum * share), 0, 255);
                }
            }
        });
        return result;
    }

    private static Picture FractionalArea(Picture source, int width, int height, AreaTap[][] columns, AreaTap[][] rows)
    {
        var result = new Picture(width, height);
        Parallel.For(0, height, () => (new float[width * Channels], new float[width * Channels]), (y, _, buffers) =>
        {
            var (sums, line) = buffers;
            Array.Clear(sums);
            foreach (var (row, rowWeight) in rows[y])
            {
                var from = source.Pixels.AsSpan(row * source.Width * Channels, source.Width * Channels);
                Array.Clear(line);
                for (var x = 0; x < width; x++)
                {
                    foreach (var (column, weight) in columns[x])
                    {
                        for (var c = 0; c < Channels; c++)
                            line[x * Channels + c] += from[column * Channels + c] * weight;
                    }
                }

                for (var i = 0; i < sums.Length; i++)
                    sums[i] += rowWeight * line[i];
            }

            var to = result.Pixels.AsSpan(y * width * Channels, width * Channels);
            for (var i = 0; i < to.Length; i++)
                to[i] = (byte)Math.Clamp(MathF.Round(sums[i]), 0, 255);
            return buffers;
        }, _ => { });
        return result;
    }

    /// <summary>Taps beside each other in whole weights: rows are blended of horizontally blended rows.</summary>
    private static Picture FixedPoint(
        Picture source, int width, int height, FixedTaps columns, FixedTaps rows, Func<int[][], int, short[], int, byte> blend)
    {
        var result = new Picture(width, height);
        Parallel.For(0, height, () => Enumerable.Range(0, rows.Count).Select(_ => new int[width * Channels]).ToArray(), (y, _, lines) =>
        {
            for (var k = 0; k < rows.Count; k++)
                Horizontal(source, rows.Index[y * rows.Count + k], columns, lines[k]);
            var to = result.Pixels.AsSpan(y * width * Channels, width * Channels);
            for (var i = 0; i < to.Length; i++)
                to[i] = blend(lines, i, rows.Weight, y * rows.Count);
            return lines;
        }, _ => { });
        return result;
    }

    private static void Horizontal(Picture source, int row, FixedTaps taps, int[] line)
    {
        var from = source.Pixels.AsSpan(row * source.Width * Channels, source.Width * Channels);
        for (int i = 0, tap = 0; i < line.Length; i += Channels, tap += taps.Count)
        {
            for (var c = 0; c < Channels; c++)
            {
                var sum = 0;
                for (var k = 0; k < taps.Count; k++)
                    sum += from[taps.Index[tap + k] * Channels + c] * taps.Weight[tap + k];
                line[i + c] = sum;
            }
        }
    }

    private static byte BlendLinear(int[][] lines, int i, short[] weights, int first)
        => (byte)((weights[first] * (lines[0][i] >> 4) >> 16) + (weights[first + 1] * (lines[1][i] >> 4) >> 16) + 2 >> 2);

    private static byte BlendCubic(int[][] lines, int i, short[] weights, int first)
    {
        var sum = 1 << 21;
        for (var k = 0; k < lines.Length; k++)
            sum += lines[k][i] * weights[first + k];
        return (byte)Math.Clamp(sum >> 22, 0, 255);
    }

    private static FixedTaps AreaLinearTaps(int source, int target)
    {
        var taps = new FixedTaps(target, 2);
        var (inverse, scale) = ((double)target / source, Scale(source, target));
        for (var d = 0; d < target; d++)
        {
            var s = (int)Math.Floor(d * scale);
            var f = (float)(d + 1 - (s + 1) * inverse);
            f = f <= 0 ? 0 : f - MathF.Floor(f);
            if (s >= source - 1)
                (s, f) = (source - 1, 0);
            taps.Set(d, 0, s, 1 - f);
            taps.Set(d, 1, Math.Min(s + 1, source - 1), f);
        }

        return taps;
    }

    private static FixedTaps CubicTaps(int source, int target)
    {
        const float A = -0.75f;
        var taps = new FixedTaps(target, 4);
        var scale = Scale(source, target);
        for (var d = 0; d < target; d++)
        {
            var x = (float)((d + 0.5) * scale - 0.5);
            var s = (int)MathF.Floor(x);
            x -= s;
            var before = ((A * (x + 1) - 5 * A) * (x + 1) + 8 * A) * (x + 1) - 4 * A;
            var left = ((A + 2) * x - (A + 3)) * x * x + 1;
            var right = ((A + 2) * (1 - x) - (A + 3)) * (1 - x) * (1 - x) + 1;
            ReadOnlySpan<float> weights = [before, left, right, 1 - before - left - right];
            for (var k = 0; k < 4; k++)
                taps.Set(d, k, Math.Clamp(s - 1 + k, 0, source - 1), weights[k]);
        }

        return taps;
    }

    private sealed class FixedTaps(int targets, int count)
    {
        public int Count { get; } = count;

        public int[] Index { get; } = new int[targets * count];

        public short[] Weight { get; } = new short[targets * count];

        public void Set(int target, int tap, int index, float weight)
        {
            Index[target * Count + tap] = index;
            Weight[target * Count + tap] = (short)MathF.Round(weight * One);
        }
    }
}
