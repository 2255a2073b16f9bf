using System.Runtime.InteropServices;

namespace Hunyuan3D.Inference.Imaging;

/// <summary>Turns a stored picture upright by its EXIF orientation (CIPA DC-008, tag 0x0112).</summary>
internal static class PictureOrientation
{
    /// <param name="orientation">1 to 8.</param>
    public static Picture Upright(Picture stored, int orientation)
    {
        if (orientation == 1)
            return stored;
        var (width, height) = orientation >= 5 ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        var upright = new Picture(width, height, GC.AllocateUninitializedArray<byte>(stored.Pixels.Length));

        // The stored pixel of (x, y) has index start + x * stepX + y * stepY.
        var (w, last) = (stored.Width, stored.Width * stored.Height - 1);
        var (start, stepX, stepY) = orientation switch
        {
            2 => (w - 1, -1, w),
            3 => (last, -1, -w),
            4 => (last - w + 1, 1, -w),
            5 => (0, w, 1),
            6 => (last - w + 1, -w, 1),
            7 => (last, -w, -1),
            8 => (w - 1, w, -1),
            _ => throw new ArgumentOutOfRangeException(nameof(orientation), orientation, "An orientation is 1 to 8."),
        };
        Parallel.For(0, height, y =>
        {
            var from = MemoryMarshal.Cast<byte, uint>(stored.Pixels.AsSpan());
            var to = MemoryMarshal.Cast<byte, uint>(upright.Pixels.AsSpan()).Slice(y * width, width);
            for (int x = 0, index = start + y * stepY; x < width; x++, index += stepX)
                to[x] = from[index];
        });
        return upright;
    }
}
