using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Tests.Inference.Imaging;

/// <summary>Drawn subjects with known alpha, composited over known backgrounds.</summary>
internal static class SubjectScene
{
    private const int Supersampling = 4;

    /// <summary>A mug with an open handle, on which a light stripe comes near a white background's colour.</summary>
    public static bool Mug(double u, double v)
    {
        var body = u is > 0.25 and < 0.62 && v is > 0.25 and < 0.8;
        var handle = Math.Sqrt((u - 0.62) * (u - 0.62) + (v - 0.5) * (v - 0.5));
        return body || (u > 0.6 && handle is > 0.11 and < 0.17);
    }

    /// <summary>A star with eight thin points.</summary>
    public static bool Star(double u, double v)
    {
        var (x, y) = (u - 0.5, v - 0.5);
        return Math.Sqrt(x * x + y * y) < 0.2 + 0.22 * Math.Pow(Math.Abs(Math.Cos(4 * Math.Atan2(y, x))), 6);
    }

    /// <summary>A bust that leaves the picture at the bottom.</summary>
    public static bool Bust(double u, double v)
        => (u - 0.5) * (u - 0.5) + (v - 0.35) * (v - 0.35) < 0.03 || (v > 0.55 && Math.Abs(u - 0.5) < 0.08 + 0.5 * (v - 0.55));

    /// <summary>Stripes of strong and of pale colours.</summary>
    public static (double R, double G, double B) Paint(double u, double v) => ((int)(v * 14) % 3) switch
    {
        0 => (200 - 80 * u, 60 + 40 * v, 50),
        1 => (60, 90 + 60 * u, 170),
        _ => (225, 200, 120 + 40 * u),
    };

    /// <returns>Red, green, blue and exact coverage as alpha.</returns>
    public static Picture Subject(int side, Func<double, double, bool> shape)
    {
        var picture = new Picture(side, side);
        for (var i = 0; i < side * side; i++)
        {
            var (x, y) = (i % side, i / side);
            var covered = 0;
            for (var s = 0; s < Supersampling * Supersampling; s++)
            {
                var (u, v) = (x + (s % Supersampling + 0.5) / Supersampling, y + (s / Supersampling + 0.5) / Supersampling);
                covered += shape(u / side, v / side) ? 1 : 0;
            }

            var (r, g, b) = Paint((x + 0.5) / side, (y + 0.5) / side);
            byte[] pixel = [(byte)r, (byte)g, (byte)b, (byte)(covered * 255 / (Supersampling * Supersampling))];
            pixel.CopyTo(picture.Pixels, i * 4);
        }

        return picture;
    }

    /// <param name="background">Red, green and blue at u, v in 0 to 1.</param>
    /// <param name="noise">Standard deviation in levels.</param>
    public static Picture Over(Picture subject, Func<double, double, (double R, double G, double B)> background, double noise = 0)
    {
        var random = new Random(42);
        var picture = new Picture(subject.Width, subject.Height);
        for (var i = 0; i < picture.Pixels.Length; i += 4)
        {
            var (r, g, b) = background((i / 4 % subject.Width + 0.5) / subject.Width, (i / 4 / subject.Width + 0.5) / subject.Height);
            var alpha = subject.Pixels[i + 3] / 255.0;
            for (var c = 0; c < 3; c++)
            {
                var behind = c switch { 0 => r, 1 => g, _ => b };
                // Four uniform numbers of variance 1/12 make a good enough normal one.
                var sum = random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble();
                var grain = noise * Math.Sqrt(3) * (sum - 2);
                picture.Pixels[i + c] = (byte)Math.Clamp(Math.Round(subject.Pixels[i + c] * alpha + behind * (1 - alpha) + grain), 0, 255);
            }

            picture.Pixels[i + 3] = 255;
        }

        return picture;
    }

    /// <summary>Intersection over union of the pixels that are at least half covered.</summary>
    public static double IntersectionOverUnion(Picture truth, Picture found)
    {
        var (both, either) = (0, 0);
        for (var i = 3; i < truth.Pixels.Length; i += 4)
        {
            var (a, b) = (truth.Pixels[i] >= 128, found.Pixels[i] >= 128);
            both += a && b ? 1 : 0;
            either += a || b ? 1 : 0;
        }

        return (double)both / either;
    }
}
