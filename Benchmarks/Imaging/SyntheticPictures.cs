using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Benchmarks.Imaging;

/// <summary>Pictures to measure on, the same on every machine.</summary>
internal static class SyntheticPictures
{
    /// <summary>Waves of several lengths with a little grain: about as compressible as a baked texture.</summary>
    public static Picture Texture(int side)
    {
        var picture = new Picture(side, side);
        var random = new Random(1);
        for (var i = 0; i < side * side; i++)
        {
            var (x, y) = (i % side * 2048.0 / side, i / side * 2048.0 / side);
            var wave = 60 * Math.Sin(x / 97) + 40 * Math.Sin(y / 31 + x / 53) + (Math.Sin(x / 11) * Math.Sin(y / 13) > 0.6 ? 25 : 0);
            for (var c = 0; c < 3; c++)
                picture.Pixels[i * 4 + c] = (byte)Math.Clamp(128 + wave * (1 - 0.2 * c) + random.Next(-2, 3), 0, 255);
            picture.Pixels[i * 4 + 3] = 255;
        }

        return picture;
    }

    /// <summary>A textured disc with a hole before a soft gradient.</summary>
    public static Picture SubjectOnGradient(int side)
    {
        var picture = Texture(side);
        for (var i = 0; i < side * side; i++)
        {
            var (u, v) = ((i % side + 0.5) / side - 0.5, (i / side + 0.5) / side - 0.5);
            var radius = Math.Sqrt(u * u + v * v);
            if (radius is > 0.12 and < 0.36)
                continue;
            for (var c = 0; c < 3; c++)
                picture.Pixels[i * 4 + c] = (byte)(235 - 40 * v - 10 * c * u);
        }

        return picture;
    }

    /// <summary>[side, side] u8: 1 between discs on a grid, a quarter of all.</summary>
    public static byte[] Gaps(int side)
    {
        const double Pitch = 64, Radius = 0.489 * Pitch;
        var gaps = new byte[side * side];
        for (var i = 0; i < gaps.Length; i++)
        {
            var (x, y) = (i % side % Pitch - Pitch / 2, i / side % Pitch - Pitch / 2);
            gaps[i] = (byte)(x * x + y * y > Radius * Radius ? 1 : 0);
        }

        return gaps;
    }
}
