namespace Hunyuan3D.Inference.Imaging.Headers;

/// <summary>GIF (GIF89a specification, sections 18 to 20): the logical screen, widened to hold the first frame.</summary>
internal static class GifHeaderReader
{
    public static ImageHeader Read(HeaderBytes file)
    {
        var (width, height) = (file.U16(6), file.U16(8));
        var at = 13 + ColourTableBytes(file[10]);
        while (file[at] == 0x21)
        {
            at += 2;
            for (int block; (block = file[at]) != 0;)
                at += 1 + block;
            at++;
        }

        if (file[at] != 0x2C)
            throw file.Damaged("it holds no image");
        var right = file.U16(at + 1) + file.U16(at + 5);
        var bottom = file.U16(at + 3) + file.U16(at + 7);
        if (file.U16(at + 5) == 0 || file.U16(at + 7) == 0)
            throw file.Damaged("its first frame is empty");
        return ImageHeader.FromStored(ImageFormat.Gif, Math.Max(width, right), Math.Max(height, bottom), 8);
    }

    private static int ColourTableBytes(byte packed) => (packed & 0x80) != 0 ? 3 << ((packed & 7) + 1) : 0;
}
