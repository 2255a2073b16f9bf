namespace Hunyuan3D.Tests.Inference.Imaging.Files;

/// <summary>Writes uncompressed bitmaps of 24 bits, or of 8 bits with a palette.</summary>
internal static class BmpFile
{
    /// <param name="colour">Red, green and blue of a pixel.</param>
    public static byte[] Build24(int width, int height, bool topDown, Func<int, int, (byte R, byte G, byte B)> colour)
        => Build(width, height, 24, topDown, [], (x, y) =>
        {
            var (r, g, b) = colour(x, y);
            return [b, g, r];
        });

    /// <param name="palette">RGB colours.</param>
    public static byte[] Build8(int width, int height, (byte R, byte G, byte B)[] palette, Func<int, int, byte> index)
        => Build(width, height, 8, false, [.. palette.SelectMany(c => new byte[] { c.B, c.G, c.R, 0 })], (x, y) => [index(x, y)]);

    private static byte[] Build(int width, int height, int bits, bool topDown, byte[] palette, Func<int, int, byte[]> pixel)
    {
        var stride = (width * bits / 8 + 3) / 4 * 4;
        var start = 54 + palette.Length;
        var file = new MemoryStream();
        file.Write("BM"u8);
        int[] header =
        [
            start + stride * height, 0, start,
            40, width, topDown ? -height : height, 1 | bits << 16, 0, stride * height, 2835, 2835, palette.Length / 4, 0,
        ];
        foreach (var value in header)
            file.Write(BitConverter.GetBytes(value));
        file.Write(palette);
        for (var y = 0; y < height; y++)
        {
            var row = Enumerable.Range(0, width).SelectMany(x => pixel(x, topDown ? y : height - 1 - y)).ToArray();
            file.Write(row);
            file.Write(new byte[stride - row.Length]);
        }

        return file.ToArray();
    }
}
