using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Hunyuan3D.Tests.Inference.Imaging.Files;

/// <summary>Writes PNGs of every depth, colour type and interlacing, row y with filter y mod 5, in the plainest way.</summary>
internal static class PngFile
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <param name="sample">The value of a channel at x, y.</param>
    /// <param name="chunks">Written between IHDR and IDAT.</param>
    public static byte[] Build(
        int width,
        int height,
        int depth,
        int colourType,
        Func<int, int, int, int> sample,
        bool interlaced = false,
        params (string Type, byte[] Body)[] chunks)
    {
        var channels = colourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var raw = new MemoryStream();
        foreach (var (x0, y0, stepX, stepY) in interlaced ? Adam7 : [(0, 0, 1, 1)])
        {
            var columns = (width - x0 + stepX - 1) / stepX;
            if (columns <= 0)
                continue;
            var above = new byte[(columns * channels * depth + 7) / 8];
            for (var y = y0; y < height; y += stepY)
            {
                var row = new byte[above.Length];
                for (var i = 0; i < columns * channels; i++)
                {
                    var value = sample(x0 + i / channels * stepX, y, i % channels);
                    if (depth == 16)
                        BinaryPrimitives.WriteUInt16BigEndian(row.AsSpan(i * 2), (ushort)value);
                    else
                        row[i * depth / 8] |= (byte)(value << 8 - depth - i * depth % 8);
                }

                WriteFiltered(raw, row, above, Math.Max(1, channels * depth / 8), y % 5);
                above = row;
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colourType, (byte)(interlaced ? 1 : 0));
        var compressed = new MemoryStream();
        using (var deflate = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(raw.ToArray());
        return Assemble([("IHDR", header), .. chunks, ("IDAT", compressed.ToArray()), ("IEND", [])]);
    }

    /// <summary>The signature and the given chunks.</summary>
    public static byte[] Assemble(params (string Type, byte[] Body)[] chunks)
    {
        var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n']);
        foreach (var (type, body) in chunks)
        {
            byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. body];
            file.Write(BigU32((uint)body.Length));
            file.Write(typed);
            file.Write(BigU32(Crc(typed)));
        }

        return file.ToArray();
    }

    public static byte[] BigU32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>Bit by bit, as the definition says (W3C PNG, annex D).</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ crc >> 1 : crc >> 1;
        }

        return ~crc;
    }

    private static void WriteFiltered(MemoryStream raw, byte[] row, byte[] above, int pixel, int filter)
    {
        raw.WriteByte((byte)filter);
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < pixel ? 0 : row[i - pixel], up = above[i], corner = i < pixel ? 0 : above[i - pixel];
            var nearest = new[] { left, up, corner }.MinBy(candidate => Math.Abs(left + up - corner - candidate));
            var predicted = filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => nearest };
            raw.WriteByte((byte)(row[i] - predicted));
        }
    }
}
