using System.Numerics;

namespace Hunyuan3D.Inference.Imaging.Segmentation;

/// <summary>A picture reduced by a whole factor to the resolution that segmentation works at, in Oklab.</summary>
internal sealed class WorkImage
{
    private WorkImage(int width, int height, int factor, Vector3[] colours)
        => (Width, Height, Factor, Colours) = (width, height, factor, colours);

    public int Width { get; }

    public int Height { get; }

    /// <summary>Pixels of the picture per pixel of this image, each way; blocks at the right and lower edge may be smaller.</summary>
    public int Factor { get; }

    /// <summary>[height, width] Oklab.</summary>
    public Vector3[] Colours { get; }

    /// <param name="longestSide">Reduce until no side is longer.</param>
    public static WorkImage Of(Picture picture, int longestSide)
    {
        var factor = (Math.Max(picture.Width, picture.Height) + longestSide - 1) / longestSide;
        var (width, height) = ((picture.Width + factor - 1) / factor, (picture.Height + factor - 1) / factor);
        var colours = new Vector3[width * height];
        Parallel.For(0, height, y =>
        {
            var rows = Math.Min(factor, picture.Height - y * factor);
            for (var x = 0; x < width; x++)
            {
                var columns = Math.Min(factor, picture.Width - x * factor);
                // Light adds up linearly; averaging sRGB levels would darken edges.
                var sum = Vector3.Zero;
                for (var v = 0; v < rows; v++)
                {
                    var pixels = picture.Pixels.AsSpan(((y * factor + v) * picture.Width + x * factor) * 4, columns * 4);
                    for (var i = 0; i < pixels.Length; i += 4)
                        sum += new Vector3(Oklab.ToLinear(pixels[i]), Oklab.ToLinear(pixels[i + 1]), Oklab.ToLinear(pixels[i + 2]));
                }

                colours[y * width + x] = Oklab.FromLinear(sum / (rows * columns));
            }
        });
        return new WorkImage(width, height, factor, colours);
    }
}
