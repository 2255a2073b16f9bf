namespace Hunyuan3D.Tests.Inference.Imaging.Files;

/// <summary>Writes GIFs without compression: a clear code before every second pixel keeps the codes at three bits.</summary>
internal static class GifFile
{
    /// <param name="palette">Four RGB colours.</param>
    /// <param name="frames">Placed frames with their colour indices 0..3, row by row; <c>Transparent</c> -1 for none.</param>
    public static byte[] Build(
        int screenWidth, int screenHeight, byte[] palette, params (int X, int Y, int Width, int Height, int[] Indices, int Transparent)[] frames)
    {
        var file = new MemoryStream();
        file.Write("GIF89a"u8);
        U16(file, screenWidth);
        U16(file, screenHeight);
        file.Write([0x81, 0, 0]);
        file.Write(palette);
        foreach (var (x, y, width, height, indices, transparent) in frames)
        {
            file.Write([0x21, 0xF9, 4, (byte)(transparent >= 0 ? 1 : 0), 0, 0, (byte)Math.Max(transparent, 0), 0, 0x2C]);
            U16(file, x);
            U16(file, y);
            U16(file, width);
            U16(file, height);
            file.Write([0, 2]);
            var data = Codes(indices);
            foreach (var block in data.Chunk(255))
            {
                file.WriteByte((byte)block.Length);
                file.Write(block);
            }

            file.WriteByte(0);
        }

        file.WriteByte(0x3B);
        return file.ToArray();
    }

    private static byte[] Codes(int[] indices)
    {
        const int Clear = 4, End = 5;
        var codes = new List<int>();
        for (var i = 0; i < indices.Length; i++)
        {
            if (i % 2 == 0)
                codes.Add(Clear);
            codes.Add(indices[i]);
        }

        codes.Add(End);
        var bytes = new byte[(codes.Count * 3 + 7) / 8];
        for (var i = 0; i < codes.Count * 3; i++)
            bytes[i / 8] |= (byte)((codes[i / 3] >> i % 3 & 1) << i % 8);
        return bytes;
    }

    private static void U16(MemoryStream file, int value) => file.Write([(byte)value, (byte)(value >> 8)]);
}
