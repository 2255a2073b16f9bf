namespace Hunyuan3D.Inference.Imaging.Headers;

/// <summary>Windows and OS/2 bitmaps: the file header and the information header of 12, or of 16 and more bytes.</summary>
internal static class BmpHeaderReader
{
    private const int InfoHeader = 14;
    private const int CoreHeaderBytes = 12;

    public static ImageHeader Read(HeaderBytes file)
    {
        var headerBytes = file.U32(InfoHeader);
        var core = headerBytes == CoreHeaderBytes;
        if (!core && headerBytes is < 16 or > 1024)
            throw file.Damaged($"its information header claims {headerBytes} bytes");
        int width = core ? file.U16(InfoHeader + 4) : file.I32(InfoHeader + 4);
        int height = core ? file.U16(InfoHeader + 6) : file.I32(InfoHeader + 8);
        // A negative height marks rows stored from top to bottom.
        if (width <= 0 || height is 0 or int.MinValue)
            throw file.Damaged($"its header says {width}x{height} pixels");
        int bits = file.U16(InfoHeader + (core ? 10 : 14));
        if (bits is not (1 or 2 or 4 or 8 or 16 or 24 or 32))
            throw file.Damaged($"its header says {bits} bits per pixel");
        var compression = headerBytes >= 20 ? file.U32(InfoHeader + 16) : 0;
        if (compression is 4 or 5 or > 6)
            throw file.Unsupported($"compression {compression}", "uncompressed, run lengths or bit fields");
        return ImageHeader.FromStored(ImageFormat.Bmp, width, Math.Abs(height), bits == 16 ? 5 : 8);
    }
}
