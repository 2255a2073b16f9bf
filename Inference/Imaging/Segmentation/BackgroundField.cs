using System.Numerics;

namespace Hunyuan3D.Inference.Imaging.Segmentation;

/// <summary>
/// The background's colour everywhere, behind the subject too: a surface plus what the known background pixels locally add to it.
/// The additions are averaged in cells and filled in from coarser and coarser cells where none is known ("push-pull";
/// S. J. Gortler et al., "The lumigraph", 1996, section 3.4.3). Cost: linear.
/// </summary>
internal sealed class BackgroundField
{
    /// <summary>Pixels per cell each way: enough of them to average noise away, few enough to follow soft shadows.</summary>
    private const int Cell = 8;

    /// <summary>How many known pixels outweigh the coarser cells' opinion.</summary>
    private const float Trust = 6;

    private BackgroundField(WorkImage image, BackgroundSurface surface, Vector3[] offsets, int columns, int rows)
    {
        Colours = new Vector3[image.Colours.Length];
        Parallel.For(0, image.Height, y =>
        {
            for (var x = 0; x < image.Width; x++)
            {
                var pixel = y * image.Width + x;
                var offset = Sample(offsets, columns, rows, (x + 0.5f) / Cell - 0.5f, (y + 0.5f) / Cell - 0.5f);
                Colours[pixel] = surface.Colours[pixel] + offset;
            }
        });
    }

    /// <summary>[height, width] Oklab.</summary>
    public Vector3[] Colours { get; }

    /// <param name="background">[height, width]: true where the pixel is taken for background.</param>
    public static BackgroundField Of(WorkImage image, BackgroundSurface surface, bool[] background)
    {
        var (columns, rows) = ((image.Width + Cell - 1) / Cell, (image.Height + Cell - 1) / Cell);
        var cells = new Vector4[columns * rows];
        Parallel.For(0, rows, row =>
        {
            for (var y = row * Cell; y < Math.Min((row + 1) * Cell, image.Height); y++)
            {
                for (var x = 0; x < image.Width; x++)
                {
                    var pixel = y * image.Width + x;
                    if (background[pixel])
                        cells[row * columns + x / Cell] += new Vector4(image.Colours[pixel] - surface.Colours[pixel], 1);
                }
            }
        });
        return new BackgroundField(image, surface, Fill(cells, columns, rows), columns, rows);
    }

    /// <param name="cells">Sums in X, Y, Z and counts in W.</param>
    private static Vector3[] Fill(Vector4[] cells, int columns, int rows)
    {
        var filled = new Vector3[cells.Length];
        if (cells.Length == 1)
        {
            filled[0] = Xyz(cells[0]) / Math.Max(cells[0].W, 1);
            return filled;
        }

        var (halfColumns, halfRows) = ((columns + 1) / 2, (rows + 1) / 2);
        var half = new Vector4[halfColumns * halfRows];
        for (var i = 0; i < cells.Length; i++)
            half[i / columns / 2 * halfColumns + i % columns / 2] += cells[i];
        var coarse = Fill(half, halfColumns, halfRows);
        for (var i = 0; i < cells.Length; i++)
        {
            var guess = Sample(coarse, halfColumns, halfRows, i % columns / 2f - 0.25f, i / columns / 2f - 0.25f);
            filled[i] = (Xyz(cells[i]) + Trust * guess) / (cells[i].W + Trust);
        }

        return filled;
    }

    private static Vector3 Xyz(Vector4 value) => new(value.X, value.Y, value.Z);

    private static Vector3 Sample(Vector3[] grid, int columns, int rows, float x, float y)
    {
        var (u, v) = (Math.Clamp(x, 0, columns - 1), Math.Clamp(y, 0, rows - 1));
        var (left, top) = ((int)u, (int)v);
        var (right, bottom) = (Math.Min(left + 1, columns - 1), Math.Min(top + 1, rows - 1));
        return Vector3.Lerp(
            Vector3.Lerp(grid[top * columns + left], grid[top * columns + right], u - left),
            Vector3.Lerp(grid[bottom * columns + left], grid[bottom * columns + right], u - left),
            v - top);
    }
}
