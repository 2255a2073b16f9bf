namespace Hunyuan3D.Inference.Imaging.Headers;

/// <summary>
/// JPEG (ITU-T T.81, annex B; the Adobe segment: T.872, 6.5.3): walks all markers to the end of the image, since the
/// number of scans and the presence of the end marker decide whether decoding is safe and complete.
/// </summary>
internal static class JpegHeaderReader
{
    /// <summary>Encoders write about ten; a file with hundreds is built to keep a decoder busy.</summary>
    private const int MaxScans = 100;

    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    public static ImageHeader Read(HeaderBytes file)
    {
        var (width, height, components, scans, orientation, adobe) = (0, 0, 0, 0, 1, false);
        for (var at = 2; ;)
        {
            var marker = NextMarker(file, ref at);
            if (marker == EndOfImage)
                break;
            if (marker is >= 0xD0 and <= 0xD8 or 0x01)
                continue;
            var length = file.BigU16(at);
            if (length < 2)
                throw file.Damaged($"segment FF{marker:X2} has length {length}");
            var body = file.At(at + 2, length - 2);
            at += length;
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC2 when body.Length >= 6:
                    if (width != 0)
                        throw file.Damaged("it has two frame headers");
                    if (body[0] != 8)
                        throw file.Unsupported($"{body[0]} bits per channel", "8");
                    (height, width, components) = (body[1] << 8 | body[2], body[3] << 8 | body[4], body[5]);
                    if (width == 0 || height == 0)
                        throw file.Damaged($"its frame header says {width}x{height} pixels");
                    break;
                case 0xC0 or 0xC1 or 0xC2:
                    throw file.Damaged($"its frame header has {body.Length} bytes");
                case 0xC3 or >= 0xC5 and <= 0xC7 or >= 0xC9 and <= 0xCB or >= 0xCD and <= 0xCF:
                    throw file.Unsupported($"coding process SOF{marker - 0xC0}", "baseline or progressive with Huffman coding");
                case 0xE1 when body.StartsWith("Exif\0\0"u8):
                    orientation = ExifOrientation.Read(body);
                    break;
                case 0xEE when body.StartsWith("Adobe"u8):
                    adobe = true;
                    break;
                case StartOfScan:
                    if (width == 0)
                        throw file.Damaged("a scan comes before the frame header");
                    if (++scans > MaxScans)
                        throw file.Unsupported($"more than {MaxScans} scans", "at most that many");
                    break;
            }
        }

        if (scans == 0)
            throw file.Damaged("it ends without an image");
        if (components is not (1 or 3 or 4))
            throw file.Unsupported($"{components} colour components", "1 (grey), 3 (colour) or 4 (CMYK)");
        // Without Adobe's segment nothing says whether 0 or 255 is full ink, and readers disagree.
        if (components == 4 && !adobe)
            throw file.Unsupported("CMYK without an Adobe segment, so the sense of its inks is unknown", "RGB, or CMYK as Adobe writes it");
        return ImageHeader.FromStored(ImageFormat.Jpeg, width, height, 8, orientation);
    }

    /// <summary>Skips entropy-coded data, stuffed bytes, restart markers and fill bytes.</summary>
    private static byte NextMarker(HeaderBytes file, ref int at)
    {
        while (true)
        {
            var next = file.From(at).IndexOf((byte)0xFF);
            if (next < 0)
                throw file.Truncated(file.Length + 2);
            at += next + 1;
            while (file[at] == 0xFF)
                at++;
            var marker = file[at++];
            if (marker is not (0 or >= 0xD0 and <= 0xD7))
                return marker;
        }
    }
}
