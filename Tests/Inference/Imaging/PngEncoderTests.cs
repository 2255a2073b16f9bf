using System.Buffers.Binary;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Imaging.Png;
using Hunyuan3D.Tests.Inference.Imaging.Files;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Imaging;

public sealed class PngEncoderTests
{
    [Theory]
    [InlineData(2, 2, false), InlineData(37, 5, true), InlineData(613, 911, false), InlineData(613, 911, true), InlineData(8000, 65, true)]
    public void EncodePng_Decoded_IsTheSamePicture(int width, int height, bool opaque)
    {
        var picture = Noise(width, height, opaque);
        var file = ImageCodec.EncodePng(picture);
        var decoded = ImageCodec.Decode(file, ImageLimits.Default);
        Assert.Equal(picture.Pixels, decoded.Pixels);
        Assert.Equal(opaque ? 2 : 6, file[25]);
    }

    [Fact]
    public void EncodePng_Twice_GivesTheSameBytes()
    {
        var picture = Noise(700, 900, opaque: true);
        Assert.Equal(ImageCodec.EncodePng(picture), ImageCodec.EncodePng(picture));
    }

    [Fact]
    public void EncodePng_EveryChunk_HasTheChecksumOfTheDefinition()
    {
        ReadOnlySpan<byte> file = ImageCodec.EncodePng(Noise(600, 500, opaque: false));
        var chunks = 0;
        for (var at = 8; at < file.Length; chunks++)
        {
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            Assert.Equal(PngFile.Crc(file.Slice(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + length)..]));
            at += 12 + length;
        }

        Assert.Equal(3, chunks);
    }

    [Fact]
    public void Adler32_OfJoinedPieces_IsThatOfTheWhole()
    {
        var bytes = new byte[100_000];
        new Random(5).NextBytes(bytes);
        uint a = 1, b = 0;
        foreach (var value in bytes)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        Assert.Equal(b << 16 | a, Adler32.Of(bytes));
        foreach (var cut in new[] { 0, 1, 5552, 70_001, bytes.Length })
            Assert.Equal(b << 16 | a, Adler32.Combine(Adler32.Of(bytes.AsSpan(0, cut)), Adler32.Of(bytes.AsSpan(cut)), bytes.Length - cut));
    }

    private static Picture Noise(int width, int height, bool opaque)
    {
        var picture = new Picture(width, height);
        var random = new Random(width * 31 + height);
        for (var i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels[i] = i % 4 == 3 && opaque ? (byte)255 : (byte)(i / 4 % width * 3 + i / (4 * width) + random.Next(12));
        return picture;
    }
}
