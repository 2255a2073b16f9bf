namespace Hunyuan3D.Inference.Imaging.Resampling;

/// <summary>
/// <c>PIL.Image.resize</c> with its default bicubic kernel (a = -0.5) or with Lanczos (three lobes), stretched when shrinking so that they also smooth, bit for bit as
/// Pillow 9.4 computes it. Source: python-pillow/Pillow <c>src/libImaging/Resample.c</c> and <c>Convert.c</c>. Pictures with alpha are
/// premultiplied on the way, as Pillow does; for opaque ones that changes nothing. Cost: proportional to the taps, all cores.
/// </summary>
internal static class PillowResize
{
    private const int Channels = 4;
    private const int Precision = 22;

    /// <param name="width">At least 1.</param>
    /// <param name="height">At least 1.</param>
    public static Picture Bicubic(Picture source, int width, int height) => Resize(source, width, height, support: 2, BicubicKernel);

    /// <param name="width">At least 1.</param>
    /// <param name="height">At least 1.</param>
    public static Picture Lanczos(Picture source, int width, int height) => Resize(source, width, height, support: 3, LanczosKernel);

    /// <param name="support">Half the width of the unstretched kernel.</param>
    private static Picture Resize(Picture source, int width, int height, double support, Func<double, double> kernel)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (width == source.Width && height == source.Height)
            return source;
        var picture = Premultiply(source);
        if (width != source.Width)
            picture = Horizontal(picture, width, Taps.Of(source.Width, width, support, kernel));
        if (height != source.Height)
            picture = Vertical(picture, height, Taps.Of(source.Height, height, support, kernel));
        Unpremultiply(picture.Pixels);
        return picture;
    }

    private static Picture Horizontal(Picture source, int width, Taps taps)
    {
        var result = new Picture(width, source.Height);
        Parallel.For(0, source.Height, y =>
        {
            var from = source.Pixels.AsSpan(y * source.Width * Channels, source.Width * Channels);
            var to = result.Pixels.AsSpan(y * width * Channels, width * Channels);
            for (var x = 0; x < width; x++)
            {
                var weights = taps.Weights.AsSpan(x * taps.Longest, taps.Count[x]);
                for (var c = 0; c < Channels; c++)
                {
                    var sum = 1 << Precision - 1;
                    for (var k = 0; k < weights.Length; k++)
                        sum += from[(taps.First[x] + k) * Channels + c] * weights[k];
                    to[x * Channels + c] = Clip(sum);
                }
            }
        });
        return result;
    }

    private static Picture Vertical(Picture source, int height, Taps taps)
    {
        var result = new Picture(source.Width, height);
        var stride = source.Width * Channels;
        Parallel.For(0, height, () => new int[stride], (y, _, sums) =>
        {
            sums.AsSpan().Fill(1 << Precision - 1);
            for (var k = 0; k < taps.Count[y]; k++)
            {
                var weight = taps.Weights[y * taps.Longest + k];
                var from = source.Pixels.AsSpan((taps.First[y] + k) * stride, stride);
                for (var i = 0; i < from.Length; i++)
                    sums[i] += from[i] * weight;
            }

            var to = result.Pixels.AsSpan(y * stride, stride);
            for (var i = 0; i < to.Length; i++)
                to[i] = Clip(sums[i]);
            return sums;
        }, _ => { });
        return result;
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> Precision, 0, 255);

    private static Picture Premultiply(Picture source)
    {
        var pixels = (byte[])source.Pixels.Clone();
        for (var i = 0; i < pixels.Length; i += Channels)
        {
            var alpha = pixels[i + 3];
            for (var c = 0; c < 3; c++)
            {
                var product = pixels[i + c] * alpha + 128;
                pixels[i + c] = (byte)((product >> 8) + product >> 8);
            }
        }

        return new Picture(source.Width, source.Height, pixels);
    }

    private static void Unpremultiply(Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i += Channels)
        {
            var alpha = pixels[i + 3];
            if (alpha is 0 or 255)
                continue;
            for (var c = 0; c < 3; c++)
                pixels[i + c] = (byte)Math.Min(255 * pixels[i + c] / alpha, 255);
        }
    }

    /// <summary>Which source pixels make a target pixel, and with what fixed-point weights.</summary>
    private sealed record Taps(int[] First, int[] Count, int[] Weights, int Longest)
    {
        public static Taps Of(int source, int target, double support, Func<double, double> kernel)
        {
            var scale = (double)source / target;
            var stretch = Math.Max(scale, 1);
            var reach = support * stretch;
            var longest = (int)Math.Ceiling(reach) * 2 + 1;
            var taps = new Taps(new int[target], new int[target], new int[target * longest], longest);
            var weights = new double[longest];
            for (var d = 0; d < target; d++)
            {
                var centre = (d + 0.5) * scale;
                var first = Math.Max((int)(centre - reach + 0.5), 0);
                var count = Math.Min((int)(centre + reach + 0.5), source) - first;
                var sum = 0.0;
                for (var k = 0; k < count; k++)
                    sum += weights[k] = kernel((first + k - centre + 0.5) * (1 / stretch));
                for (var k = 0; k < count; k++)
                {
                    var weight = sum == 0 ? weights[k] : weights[k] / sum;
                    taps.Weights[d * longest + k] = (int)(weight * (1 << Precision) + (weight < 0 ? -0.5 : 0.5));
                }

                (taps.First[d], taps.Count[d]) = (first, count);
            }

            return taps;
        }
    }

    private static double BicubicKernel(double x)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        return x < 1 ? ((A + 2) * x - (A + 3)) * x * x + 1
            : x < 2 ? (((x - 5) * x + 8) * x - 4) * A
            : 0;
    }

    private static double LanczosKernel(double x) => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0;

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);
}
