using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Tests.Inference.Relief;

/// <summary>Pictures of plain shapes with soft edges.</summary>
internal static class Drawing
{
    private const int Samples = 4;

    /// <param name="inside">Whether a point, in pixels from the upper left corner, is subject.</param>
    /// <param name="color">RGB of a pixel; null: a mid grey.</param>
    public static Picture Of(int width, int height, Func<double, double, bool> inside, Func<int, int, (byte R, byte G, byte B)>? color = null)
    {
        var picture = new Picture(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var count = 0;
                for (var s = 0; s < Samples * Samples; s++)
                {
                    if (inside(x + (s % Samples + 0.5) / Samples, y + (s / Samples + 0.5) / Samples)) count++;
                }

                var (r, g, b) = color?.Invoke(x, y) ?? (128, 128, 128);
                var pixel = picture[x, y];
                (pixel[0], pixel[1], pixel[2], pixel[3]) = (r, g, b, (byte)(255 * count / (Samples * Samples)));
            }
        }

        return picture;
    }

    public static Picture Disc(int size, double radius, double hole = 0) =>
        Of(size, size, (x, y) => Math.Pow(x - size / 2.0, 2) + Math.Pow(y - size / 2.0, 2) is var square && square < radius * radius && square >= hole * hole);

    public static Picture Box(int width, int height, double left, double top, double right, double bottom) =>
        Of(width, height, (x, y) => x > left && x < right && y > top && y < bottom);
}
