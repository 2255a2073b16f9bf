using System.Buffers.Binary;

namespace Hunyuan3D.Inference.Imaging.Png;

/// <summary>
/// The CRC of PNG chunks (W3C PNG, annex D), eight bytes a step (M. E. Kounavis, F. L. Berry, "A systematic approach to building high
/// performance software-based CRC generators", 2005).
/// </summary>
internal static class Crc32
{
    private static readonly uint[] Table = BuildTable();

    /// <param name="crc">The checksum so far; 0 to begin.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var table = Table;
        crc = ~crc;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = table[7 * 256 + (byte)low] ^ table[6 * 256 + (byte)(low >> 8)]
                ^ table[5 * 256 + (byte)(low >> 16)] ^ table[4 * 256 + (low >> 24)]
                ^ table[3 * 256 + (byte)high] ^ table[2 * 256 + (byte)(high >> 8)] ^ table[256 + (byte)(high >> 16)] ^ table[high >> 24];
        }

        foreach (var value in bytes)
            crc = table[(byte)(crc ^ value)] ^ crc >> 8;
        return ~crc;
    }

    private static uint[] BuildTable()
    {
        var table = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ crc >> 1 : crc >> 1;
            table[i] = crc;
        }

        for (var i = 256; i < table.Length; i++)
            table[i] = table[i - 256] >> 8 ^ table[(byte)table[i - 256]];
        return table;
    }
}
