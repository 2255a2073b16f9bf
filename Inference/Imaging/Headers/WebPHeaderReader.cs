namespace Hunyuan3D.Inference.Imaging.Headers;

/// <summary>WebP (RFC 9649; lossy frame header: RFC 6386, 9.1): the container's claim of length, the size, the EXIF chunk.</summary>
internal static class WebPHeaderReader
{
    private const int FirstChunk = 12;
    private const int ChunkHeader = 8;
    private const int FirstBody = FirstChunk + ChunkHeader;

    public static ImageHeader Read(HeaderBytes file)
    {
        var riffLength = file.U32(4);
        if (riffLength + 8L > file.Length)
            throw file.Truncated(riffLength + 8L);
        var type = file.At(FirstChunk, 4);
        if (type.SequenceEqual("VP8 "u8))
        {
            if (!file.At(FirstBody + 3, 3).SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
                throw file.Damaged("its frame does not begin with a key frame");
            return Header(file, file.U16(FirstBody + 6) & 0x3FFF, file.U16(FirstBody + 8) & 0x3FFF);
        }

        if (type.SequenceEqual("VP8L"u8))
        {
            if (file[FirstBody] != 0x2F)
                throw file.Damaged("its lossless frame lacks the signature byte 2F");
            var bits = file.U32(FirstBody + 1);
            return Header(file, (int)(bits & 0x3FFF) + 1, (int)(bits >> 14 & 0x3FFF) + 1);
        }

        if (type.SequenceEqual("VP8X"u8))
            return Header(file, file.U24(FirstBody + 4) + 1, file.U24(FirstBody + 7) + 1, ReadOrientation(file, riffLength + 8L));
        throw file.Damaged("its first chunk is none of VP8, VP8L, VP8X");
    }

    private static ImageHeader Header(HeaderBytes file, int width, int height, int orientation = 1)
        => width > 0 && height > 0
            ? ImageHeader.FromStored(ImageFormat.WebP, width, height, 8, orientation)
            : throw file.Damaged($"its header says {width}x{height} pixels");

    private static int ReadOrientation(HeaderBytes file, long end)
    {
        for (long at = FirstChunk; at + ChunkHeader <= end;)
        {
            var length = file.U32((int)at + 4);
            if (file.At(at, 4).SequenceEqual("EXIF"u8) && length <= file.Length)
                return ExifOrientation.Read(file.At(at + ChunkHeader, (int)length));
            at += ChunkHeader + length + (length & 1);
        }

        return 1;
    }
}
