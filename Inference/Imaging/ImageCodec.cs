using Hunyuan3D.Inference.Imaging.Headers;
using Hunyuan3D.Inference.Imaging.Png;
using SkiaSharp;

namespace Hunyuan3D.Inference.Imaging;

/// <summary>
/// Picture files in and out; the only file that knows SkiaSharp.
/// Decoding gives upright pictures (EXIF applied) in sRGB (colour profiles applied) with straight alpha.
/// </summary>
public static class ImageCodec
{
    /// <summary>
    /// Reads what the header says and holds it against the limits. No pixel is decoded and nothing of the picture's size allocated.
    /// </summary>
    /// <param name="field">The request's field that the file came in; errors carry it.</param>
    /// <exception cref="StageInputException">Not a PNG, JPEG, WebP, BMP or GIF; truncated; of an unsupported kind; outside the
    /// limits.</exception>
    public static ImageHeader Identify(ReadOnlyMemory<byte> file, ImageLimits limits, string field = "image")
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.CheckFile(file.Length, field);
        var header = ImageHeaderReader.Read(file.Span, field);
        limits.CheckSize(header, field);
        return header;
    }

    /// <summary>
    /// Decodes a PNG, JPEG, WebP, BMP or GIF (first frame). A truncated or damaged file is an error, never a half-filled picture.
    /// </summary>
    /// <param name="field">The request's field that the file came in; errors carry it.</param>
    /// <exception cref="StageInputException">As <see cref="Identify"/>, or the pixel data is damaged.</exception>
    public static Picture Decode(ReadOnlyMemory<byte> file, ImageLimits limits, string field = "image")
    {
        var header = Identify(file, limits, field);
        var pixels = DecodeStored(file, header, field);
        return PictureOrientation.Upright(new Picture(header.StoredWidth, header.StoredHeight, pixels), header.Orientation);
    }

    /// <summary>
    /// A PNG with 8 bits per channel, without the alpha channel if the picture is opaque. The same bytes on every machine.
    /// </summary>
    public static byte[] EncodePng(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return PngEncoder.Encode(picture);
    }

    /// <summary>A baseline JPEG. Alpha is dropped: the colour of transparent pixels is written as it is.</summary>
    /// <param name="quality">1 to 100.</param>
    public static byte[] EncodeJpeg(Picture picture, int quality)
        => Encode(picture, quality, SKAlphaType.Opaque, pixmap
            => pixmap.Encode(new SKJpegEncoderOptions(quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore)));

    /// <summary>A lossy WebP, with alpha.</summary>
    /// <param name="quality">1 to 100.</param>
    public static byte[] EncodeWebP(Picture picture, int quality)
        => Encode(picture, quality, SKAlphaType.Unpremul, pixmap
            => pixmap.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, quality)));

    private static unsafe byte[] Encode(Picture picture, int quality, SKAlphaType alpha, Func<SKPixmap, SKData?> encode)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        fixed (byte* pixels = picture.Pixels)
        {
            // Untagged files are sRGB to every reader, so no profile is attached.
            using var pixmap = new SKPixmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, alpha), (nint)pixels);
            using var data = encode(pixmap);
            return data?.ToArray()
                ?? throw new InvalidOperationException($"The codec cannot encode a picture of {picture.Width}x{picture.Height} pixels.");
        }
    }

    private static unsafe byte[] DecodeStored(ReadOnlyMemory<byte> file, ImageHeader header, string field)
    {
        using var pin = file.Pin();
        using var data = SKData.Create((nint)pin.Pointer, file.Length);
        using var stream = new SKMemoryStream(data);
        using var codec = SKCodec.Create(stream, out var result)
            ?? throw Refused(header, result, field);
        if (codec.Info.Width != header.StoredWidth || codec.Info.Height != header.StoredHeight)
        {
            throw new StageInputException(field,
                $"The picture is a damaged {header.FormatName} file: its header says {header.StoredWidth}x{header.StoredHeight} pixels, "
                + $"its data {codec.Info.Width}x{codec.Info.Height}. Save it again with an image editor.");
        }

        var pixels = GC.AllocateUninitializedArray<byte>(header.StoredWidth * header.StoredHeight * 4);
        var target = new SKImageInfo(
            header.StoredWidth, header.StoredHeight, SKColorType.Rgba8888, SKAlphaType.Unpremul, SKColorSpace.CreateSrgb());
        fixed (byte* destination = pixels)
        {
            // Skia drops the low byte of 16-bit PNGs instead of rounding, so these are read here and only colour-managed there.
            if (header is { Format: ImageFormat.Png, BitsPerChannel: 16 })
            {
                fixed (ushort* wide = SixteenBitPng.Decode(file, header, field))
                {
                    var own = target.WithColorType(SKColorType.Rgba16161616).WithColorSpace(codec.Info.ColorSpace ?? target.ColorSpace);
                    using var source = new SKPixmap(own, (nint)wide);
                    if (!source.ReadPixels(target, (nint)destination, target.RowBytes))
                        throw new InvalidOperationException($"The codec cannot convert 16-bit pixels from {source.ColorSpace}.");
                }
            }
            else if (codec.GetPixels(target, (nint)destination, new SKCodecOptions(0)) is not SKCodecResult.Success and var failure)
            {
                throw Refused(header, failure, field);
            }
        }

        return pixels;
    }

    private static StageInputException Refused(ImageHeader header, SKCodecResult result, string field) => new(field, result switch
    {
        SKCodecResult.IncompleteInput => $"The picture is a truncated {header.FormatName} file: "
            + $"its data ends before all of its {header.Width}x{header.Height} pixels are told. Send the whole file.",
        SKCodecResult.Unimplemented => $"The picture is a {header.FormatName} file of a kind that cannot be decoded. "
            + "Save it as an ordinary PNG or JPEG.",
        _ => $"The picture is a damaged {header.FormatName} file: its pixel data cannot be decoded ({result}). "
            + "Save it again with an image editor.",
    });
}
