namespace Hunyuan3D.Inference.Imaging;

/// <summary>
/// An 8-bit RGBA picture: sRGB colour, straight (not premultiplied) alpha, rows from top to bottom.
/// Every picture in Inference has this one layout; <c>ImageCodec</c> is the only way in and out.
/// </summary>
public sealed class Picture
{
    /// <param name="width">Pixels per row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">[height, width, 4] u8, R G B A; owned by the picture from now on.</param>
    public Picture(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Length != (long)width * height * 4)
            throw new ArgumentException($"A {width}x{height} picture has {(long)width * height * 4} bytes, not {pixels.Length}.", nameof(pixels));
        (Width, Height, Pixels) = (width, height, pixels);
    }

    public Picture(int width, int height)
        : this(width, height, new byte[checked(width * height * 4)])
    {
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>[height, width, 4] u8, R G B A.</summary>
    public byte[] Pixels { get; }

    /// <summary>The four bytes of one pixel.</summary>
    public Span<byte> this[int x, int y] => Pixels.AsSpan((y * Width + x) * 4, 4);
}
