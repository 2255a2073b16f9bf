using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Tests.Inference.Imaging.Files;

/// <summary>A small picture file of every kind the codec reads.</summary>
internal static class SampleFiles
{
    private const int Side = 16;

    public static IReadOnlyList<(string Name, byte[] File)> All { get; } =
    [
        ("png8", Png(8, 6)),
        ("png16", Png(16, 6)),
        ("png16 interlaced", Png(16, 2, interlaced: true)),
        ("png1 interlaced", Png(1, 0, interlaced: true)),
        ("png palette", PngFile.Build(Side, Side, 4, 3, (x, y, _) => (x ^ y) & 3, false,
            ("PLTE", [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9]), ("tRNS", [255, 0]), ("eXIf", ExifBlock.BigEndian(6)))),
        ("jpeg grey", JpegFile.Build(2, 2, 1, (x, y, _) => 50 * (x + 2 * y), ExifBlock.Segment(ExifBlock.LittleEndian(8)))),
        ("jpeg", ImageCodec.EncodeJpeg(Gradient(), 80)),
        ("jpeg icc", JpegFile.Build(2, 2, 3, (x, y, c) => 50 * (x + 2 * y) + c, JpegFile.Adobe(0), IccProfile.Segment())),
        ("jpeg cmyk", JpegFile.Build(2, 2, 4, (x, y, c) => 50 * (x + 2 * y) + c, JpegFile.Adobe(2))),
        ("webp", ImageCodec.EncodeWebP(Gradient(), 80)),
        ("webp extended", WebPFile.WithExif(ImageCodec.EncodeWebP(Gradient(opaque: true), 80), Side, Side, ExifBlock.LittleEndian(3))),
        ("bmp24", BmpFile.Build24(Side, Side, false, (x, y) => ((byte)(x * 9), (byte)(y * 9), 7))),
        ("bmp8", BmpFile.Build8(Side, Side, [(1, 2, 3), (4, 5, 6)], (x, y) => (byte)(x + y & 1))),
        ("gif", GifFile.Build(Side, Side, [1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0],
            (2, 3, 8, 8, [.. Enumerable.Range(0, 64).Select(i => i & 3)], 2))),
    ];

    private static byte[] Png(int depth, int colourType, bool interlaced = false)
        => PngFile.Build(Side, Side, depth, colourType, (x, y, c) => (x * 17 + y * 31 + c * 101) % (1 << depth), interlaced);

    private static Picture Gradient(bool opaque = false)
    {
        var picture = new Picture(Side, Side);
        for (var i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels[i] = opaque && i % 4 == 3 ? (byte)255 : (byte)(i / 4);
        return picture;
    }
}
