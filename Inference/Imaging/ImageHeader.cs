namespace Hunyuan3D.Inference.Imaging;

/// <summary>What a picture file says about itself before any pixel is decoded.</summary>
/// <param name="Width">Pixels per row of the upright picture, that is after <paramref name="Orientation"/> is applied.</param>
/// <param name="Height">Rows of the upright picture.</param>
/// <param name="BitsPerChannel">1 to 16; palette files count the bits of the palette's colours (8).</param>
/// <param name="Orientation">EXIF tag 0x0112: 1 (stored upright) to 8.</param>
public sealed record ImageHeader(ImageFormat Format, int Width, int Height, int BitsPerChannel, int Orientation)
{
    /// <summary>The format's name as people write it.</summary>
    internal string FormatName => Format == ImageFormat.WebP ? "WebP" : Format.ToString().ToUpperInvariant();

    /// <summary>True when rows of the file are columns of the upright picture.</summary>
    internal bool Transposed => Orientation >= 5;

    internal int StoredWidth => Transposed ? Height : Width;

    internal int StoredHeight => Transposed ? Width : Height;

    internal static ImageHeader FromStored(ImageFormat format, int storedWidth, int storedHeight, int bitsPerChannel, int orientation = 1)
        => orientation >= 5
            ? new ImageHeader(format, storedHeight, storedWidth, bitsPerChannel, orientation)
            : new ImageHeader(format, storedWidth, storedHeight, bitsPerChannel, orientation);
}
