using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.TexGen.Delight;

/// <summary>
/// A reference picture on its way into and out of the network that removes light: before, the subject's outermost pixels are given up and what is behind it turns white; after, the
/// colours are brought back to the statistics of the picture and laid over white. Source: Tencent/Hunyuan3D-2, hy3dgen/texgen/utils/dehighlight_utils.py.
/// </summary>
internal sealed class DelightPicture
{
    private const double Kept = 0.95;
    private const int Channels = 3;

    // Far below that of two pixels one level apart, far above rounding.
    private const double SmallestDeviation = 1e-9;

    private readonly byte[] _alpha;

    /// <param name="picture">At the network's size. One without a transparent pixel counts as having no alpha at all.</param>
    public DelightPicture(Picture picture)
    {
        _alpha = IsOpaque(picture) ? FullAlpha(picture) : Eroded(picture);
        Input = new Picture(picture.Width, picture.Height, (byte[])picture.Pixels.Clone());
        for (var pixel = 0; pixel < _alpha.Length; pixel++)
        {
            var target = Input.Pixels.AsSpan(4 * pixel, 4);
            // Half-transparent pixels keep their straight colour, as upstream's do.
            if (_alpha[pixel] == 0)
                target[..Channels].Fill(255);
            target[Channels] = 255;
        }
    }

    /// <summary>What the network is shown; opaque.</summary>
    public Picture Input { get; }

    /// <summary>Whether no pixel is transparent.</summary>
    public static bool IsOpaque(Picture picture)
    {
        for (var i = 3; i < picture.Pixels.Length; i += 4)
        {
            if (picture.Pixels[i] != 255)
                return false;
        }

        return true;
    }

    /// <param name="output">The network's answer to <see cref="Input"/>; its alpha does not count.</param>
    /// <returns>Opaque, on white.</returns>
    public Picture Finish(Picture output)
    {
        var corrected = new double[_alpha.Length * Channels];
        var (answerError, correctedError) = (0.0, 0.0);
        for (var channel = 0; channel < Channels; channel++)
        {
            var (mean, deviation) = Statistics(output, channel);
            var (wantedMean, wantedDeviation) = Statistics(Input, channel);
            for (var pixel = 0; pixel < _alpha.Length; pixel++)
            {
                var (answer, wanted) = (Level(output, pixel, channel), Level(Input, pixel, channel));
                var value = Math.Clamp((answer - Kept * mean) * (wantedDeviation / deviation) + Kept * wantedMean, 0, 1);
                corrected[Channels * pixel + channel] = value;
                answerError += (answer - wanted) * (answer - wanted);
                correctedError += (value - wanted) * (value - wanted);
            }
        }

        // An answer of one colour has no deviation to divide by, and upstream's correction is no number, or rounding noise: the answer stays.
        var keepAnswer = !(correctedError <= answerError);
        var result = new Picture(output.Width, output.Height);
        for (var pixel = 0; pixel < _alpha.Length; pixel++)
        {
            var alpha = _alpha[pixel] / 255.0;
            for (var channel = 0; channel < Channels; channel++)
            {
                var value = keepAnswer ? Level(output, pixel, channel) : corrected[Channels * pixel + channel];
                result.Pixels[4 * pixel + channel] = (byte)((value * alpha + (1 - alpha)) * 255);
            }

            result.Pixels[4 * pixel + Channels] = 255;
        }

        return result;
    }

    /// <summary>Over the subject's pixels; the deviation is the unbiased one, not a number where all are equal.</summary>
    private (double Mean, double Deviation) Statistics(Picture picture, int channel)
    {
        var (count, sum) = (0, 0.0);
        for (var pixel = 0; pixel < _alpha.Length; pixel++)
        {
            if (_alpha[pixel] > 127)
                (count, sum) = (count + 1, sum + Level(picture, pixel, channel));
        }

        var (mean, squares) = (sum / count, 0.0);
        for (var pixel = 0; pixel < _alpha.Length; pixel++)
        {
            if (_alpha[pixel] > 127)
                squares += (Level(picture, pixel, channel) - mean) * (Level(picture, pixel, channel) - mean);
        }

        var deviation = Math.Sqrt(squares / (count - 1));
        return (mean, deviation > SmallestDeviation ? deviation : double.NaN);
    }

    private static double Level(Picture picture, int pixel, int channel) => picture.Pixels[4 * pixel + channel] / 255.0;

    private static byte[] FullAlpha(Picture picture)
    {
        var alpha = new byte[picture.Width * picture.Height];
        Array.Fill(alpha, (byte)255);
        return alpha;
    }

    /// <summary>The least alpha of a pixel's neighbourhood of 3 x 3; beyond the border nothing is less.</summary>
    private static byte[] Eroded(Picture picture)
    {
        var (width, height) = (picture.Width, picture.Height);
        var alpha = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var least = (byte)255;
                for (var row = Math.Max(0, y - 1); row <= Math.Min(height - 1, y + 1); row++)
                {
                    for (var column = Math.Max(0, x - 1); column <= Math.Min(width - 1, x + 1); column++)
                        least = Math.Min(least, picture.Pixels[4 * (row * width + column) + 3]);
                }

                alpha[y * width + x] = least;
            }
        }

        return alpha;
    }
}
