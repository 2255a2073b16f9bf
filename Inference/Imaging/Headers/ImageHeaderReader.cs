using System.Text;

namespace Hunyuan3D.Inference.Imaging.Headers;

/// <summary>
/// Tells a picture's format and size from its content. Written here, rather than asked of the decoder, so that limits
/// hold before any decoder code runs on the file.
/// </summary>
internal static class ImageHeaderReader
{
    private static readonly (int Offset, string Bytes, string Name)[] OtherFormats =
    [
        (0, "%PDF", "a PDF document"), (0, "II*\0", "a TIFF picture"), (0, "MM\0*", "a TIFF picture"), (0, "8BPS", "a Photoshop document"),
        (0, "PK\u0003\u0004", "a ZIP archive"), (0, "glTF", "a GLB model"), (0, "<svg", "an SVG drawing"), (0, "<?xml", "an XML document"),
        (4, "ftypavif", "an AVIF picture"), (4, "ftypheic", "a HEIC picture"), (4, "ftypheix", "a HEIC picture"),
        (4, "ftypmif1", "a HEIF picture"), (4, "ftyp", "a video"), (0, "\u00ff\u000a", "a JPEG XL picture"),
        (4, "JXL ", "a JPEG XL picture"), (4, "jP  ", "a JPEG 2000 picture"), (0, "\0\0\u0001\0", "an icon"),
    ];

    /// <exception cref="StageInputException">Not a picture, damaged, truncated, or of a kind that cannot be decoded.</exception>
    public static ImageHeader Read(ReadOnlySpan<byte> file, string field) => file switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => PngHeaderReader.Read(new HeaderBytes(file, "PNG", field)),
        [0xFF, 0xD8, 0xFF, ..] => JpegHeaderReader.Read(new HeaderBytes(file, "JPEG", field)),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..]
            => WebPHeaderReader.Read(new HeaderBytes(file, "WebP", field)),
        [(byte)'B', (byte)'M', ..] => BmpHeaderReader.Read(new HeaderBytes(file, "BMP", field)),
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..]
            => GifHeaderReader.Read(new HeaderBytes(file, "GIF", field)),
        _ => throw new StageInputException(field,
            $"The picture must be a {ImageLimits.Formats} file, but its content is {Describe(file)}. Save it as PNG or JPEG."),
    };

    /// <summary>Puts what the file seems to be into words.</summary>
    private static string Describe(ReadOnlySpan<byte> file)
    {
        foreach (var (offset, magic, name) in OtherFormats)
        {
            if (file.Length >= offset + magic.Length && Encoding.Latin1.GetString(file.Slice(offset, magic.Length)) == magic)
                return name;
        }

        var head = file[..Math.Min(file.Length, 32)];
        foreach (var value in head)
        {
            if (value is < 0x20 and not ((byte)'\t' or (byte)'\r' or (byte)'\n') or 0x7F)
                return $"unknown data beginning with {Convert.ToHexString(head[..Math.Min(head.Length, 8)])}";
        }

        return $"text beginning \"{Encoding.UTF8.GetString(head).ReplaceLineEndings(" ").TrimEnd('\uFFFD')}\"";
    }
}
