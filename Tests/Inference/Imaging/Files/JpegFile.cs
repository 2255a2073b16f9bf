namespace Hunyuan3D.Tests.Inference.Imaging.Files;

/// <summary>
/// Writes baseline JPEGs whose 8x8 blocks are each one flat colour: no cosine transform and two trivial Huffman tables,
/// so every value of every component is known exactly.
/// </summary>
internal static class JpegFile
{
    /// <summary>An Adobe segment; transform 0 is plain RGB or CMYK, 1 YCbCr, 2 YCCK.</summary>
    public static (byte Marker, byte[] Body) Adobe(byte transform) => (0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform]);

    /// <param name="sample">The value of a component in block (column, row).</param>
    /// <param name="segments">Written after the start of the image.</param>
    public static byte[] Build(
        int blocksX, int blocksY, int components, Func<int, int, int, int> sample, params (byte Marker, byte[] Body)[] segments)
    {
        var file = new MemoryStream();
        file.Write([0xFF, 0xD8]);
        foreach (var (marker, body) in segments)
            Segment(file, marker, body);
        Segment(file, 0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]);
        var (width, height) = (blocksX * 8, blocksY * 8);
        Segment(file, 0xC0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, (byte)components,
            .. Enumerable.Range(1, components).SelectMany(id => new byte[] { (byte)id, 0x11, 0 })]);
        // DC: the twelve categories 0..11 have the four-bit codes 0..11. AC: only "end of block", the one-bit code 0.
        Segment(file, 0xC4, [0x00, 0, 0, 0, 12, .. new byte[12], .. Enumerable.Range(0, 12).Select(i => (byte)i)]);
        Segment(file, 0xC4, [0x10, 1, .. new byte[15], 0]);
        Segment(file, 0xDA, [(byte)components,
            .. Enumerable.Range(1, components).SelectMany(id => new byte[] { (byte)id, 0x00 }), 0, 63, 0]);
        file.Write(Scan(blocksX, blocksY, components, sample));
        file.Write([0xFF, 0xD9]);
        return file.ToArray();
    }

    private static void Segment(MemoryStream file, byte marker, byte[] body)
    {
        file.Write([0xFF, marker, (byte)(body.Length + 2 >> 8), (byte)(body.Length + 2)]);
        file.Write(body);
    }

    private static byte[] Scan(int blocksX, int blocksY, int components, Func<int, int, int, int> sample)
    {
        var (bytes, pending, count) = (new List<byte>(), 0u, 0);
        var previous = new int[components];
        for (var block = 0; block < blocksX * blocksY; block++)
        {
            for (var c = 0; c < components; c++)
            {
                var dc = (sample(block % blocksX, block / blocksX, c) - 128) * 8;
                var difference = dc - previous[c];
                previous[c] = dc;
                var category = 32 - int.LeadingZeroCount(Math.Abs(difference));
                Put((uint)category, 4);
                Put((uint)(difference < 0 ? difference + (1 << category) - 1 : difference), category);
                Put(0, 1);
            }
        }

        Put(0x7F, 7);
        return [.. bytes];

        void Put(uint value, int bits)
        {
            for (var bit = bits - 1; bit >= 0; bit--)
            {
                pending = pending << 1 | value >> bit & 1;
                if (++count % 8 != 0)
                    continue;
                bytes.Add((byte)pending);
                if ((byte)pending == 0xFF)
                    bytes.Add(0);
            }
        }
    }
}
