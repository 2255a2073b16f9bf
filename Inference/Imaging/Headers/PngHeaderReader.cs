namespace Hunyuan3D.Inference.Imaging.Headers;

/// <summary>PNG (W3C PNG third edition, sections 5 and 11): IHDR, eXIf, and that the chunks reach IEND.</summary>
internal static class PngHeaderReader
{
    private const int Signature = 8;
    private const int ChunkOverhead = 12;

    public static ImageHeader Read(HeaderBytes file)
    {
        ReadOnlySpan<byte> signature = [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];
        if (!file.At(0, Signature).SequenceEqual(signature))
            throw file.Damaged("its line ends were converted as if it were text");
        if (file.BigU32(Signature) != 13 || !file.At(Signature + 4, 4).SequenceEqual("IHDR"u8))
            throw file.Damaged("it does not begin with an IHDR chunk of 13 bytes");
        var (width, height) = (file.BigU32(16), file.BigU32(20));
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw file.Damaged($"its header says {width}x{height} pixels");
        var (depth, colour) = (file[24], file[25]);
        var legal = colour switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
        if (!legal || file[26] != 0 || file[27] != 0 || file[28] > 1)
            throw file.Damaged($"its header says bit depth {depth}, colour type {colour}, methods {file[26]}, {file[27]}, {file[28]}");
        return ImageHeader.FromStored(ImageFormat.Png, (int)width, (int)height, colour == 3 ? 8 : depth, ReadOrientation(file));
    }

    private static int ReadOrientation(HeaderBytes file)
    {
        var orientation = 1;
        for (long at = Signature; ;)
        {
            var length = file.BigU32((int)at);
            var type = file.At(at + 4, 4);
            if (at + ChunkOverhead + length > file.Length)
                throw file.Truncated(at + ChunkOverhead + length);
            if (type.SequenceEqual("IEND"u8))
                return orientation;
            if (type.SequenceEqual("eXIf"u8))
                orientation = ExifOrientation.Read(file.At(at + 8, (int)length));
            at += ChunkOverhead + length;
        }
    }
}
