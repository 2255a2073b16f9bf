using System.Buffers.Binary;
using System.IO.Compression;

namespace Hunyuan3D.Inference.Imaging.Png;

/// <summary>Decodes PNGs with 16 bits per channel (W3C PNG, sections 7 to 11): grey, grey and alpha, RGB, RGBA, tRNS, Adam7.</summary>
internal static class SixteenBitPng
{
    private const int HeaderEnd = 33;

    private static readonly (int X, int Y, int StepX, int StepY)[] Plain = [(0, 0, 1, 1)];

    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <param name="file">Its chunks were walked already: every length is inside the file.</param>
    /// <returns>[height, width, 4] u16, R G B A, straight alpha, in the file's own colour space.</returns>
    /// <exception cref="StageInputException">Truncated or damaged pixel data.</exception>
    public static ushort[] Decode(ReadOnlyMemory<byte> file, ImageHeader header, string field)
    {
        var (width, height) = (header.StoredWidth, header.StoredHeight);
        var pixels = new ushort[width * height * 4];
        var (compressed, transparent) = Collect(file.Span);
        var channels = file.Span[25] switch { 0 => 1, 2 => 3, 4 => 2, _ => 4 };
        try
        {
            using var inflated = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
            foreach (var (x0, y0, stepX, stepY) in file.Span[28] == 1 ? Adam7 : Plain)
            {
                var columns = (width - x0 + stepX - 1) / stepX;
                if (columns <= 0)
                    continue;
                var (row, above) = (new byte[columns * channels * 2], new byte[columns * channels * 2]);
                for (var y = y0; y < height; y += stepY)
                {
                    var filter = inflated.ReadByte();
                    inflated.ReadExactly(row);
                    Unfilter(filter, row, above, channels * 2);
                    Spread(row, channels, transparent, pixels.AsSpan((y * width + x0) * 4), stepX * 4);
                    (row, above) = (above, row);
                }
            }
        }
        catch (EndOfStreamException exception)
        {
            throw new StageInputException(field,
                $"The picture is a truncated PNG file: its data ends before all of its {width}x{height} pixels are told. Send the whole file.",
                exception);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // IOException: the data asks for a preset dictionary.
            throw new StageInputException(field,
                $"The picture is a damaged PNG file: {exception.Message} Save it again with an image editor.", exception);
        }

        return pixels;
    }

    private static (byte[] Compressed, ushort[]? Transparent) Collect(ReadOnlySpan<byte> file)
    {
        using var data = new MemoryStream();
        ushort[]? transparent = null;
        for (var at = HeaderEnd; ;)
        {
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            var type = file.Slice(at + 4, 4);
            if (type.SequenceEqual("IEND"u8))
                return (data.ToArray(), transparent);
            var body = file.Slice(at + 8, length);
            if (type.SequenceEqual("IDAT"u8))
                data.Write(body);
            else if (type.SequenceEqual("tRNS"u8) && (file[25], length) is (0, 2) or (2, 6))
                transparent = [U16(body, 0), U16(body, length / 3), U16(body, length - 2)];
            at += 12 + length;
        }
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static void Unfilter(int filter, Span<byte> row, ReadOnlySpan<byte> above, int pixel)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (var i = pixel; i < row.Length; i++)
                    row[i] += row[i - pixel];
                break;
            case 2:
                for (var i = 0; i < row.Length; i++)
                    row[i] += above[i];
                break;
            case 3:
                for (var i = 0; i < row.Length; i++)
                    row[i] += (byte)((i < pixel ? above[i] : row[i - pixel] + above[i]) >> 1);
                break;
            case 4:
                for (var i = 0; i < row.Length; i++)
                    row[i] += i < pixel ? above[i] : PaethFilter.Predict(row[i - pixel], above[i], above[i - pixel]);
                break;
            case -1:
                throw new EndOfStreamException();
            default:
                throw new InvalidDataException($"A row names filter {filter}; there are 0 to 4.");
        }
    }

    private static void Spread(ReadOnlySpan<byte> row, int channels, ushort[]? transparent, Span<ushort> pixels, int step)
    {
        for (int i = 0, to = 0; i < row.Length; i += channels * 2, to += step)
        {
            var red = U16(row, i);
            var green = channels < 3 ? red : U16(row, i + 2);
            var blue = channels < 3 ? red : U16(row, i + 4);
            var alpha = channels % 2 == 0 ? U16(row, i + channels * 2 - 2)
                : transparent is not null && red == transparent[0] && green == transparent[1] && blue == transparent[2] ? (ushort)0
                : ushort.MaxValue;
            (pixels[to], pixels[to + 1], pixels[to + 2], pixels[to + 3]) = (red, green, blue, alpha);
        }
    }
}
