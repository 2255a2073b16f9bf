using System.Text;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Tests.Inference.Imaging.Files;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Imaging;

public sealed class ImageCodecRefusalTests
{
    [Fact]
    public void Decode_EveryPrefixOfAFile_IsRefusedOrTheWholePicture()
    {
        foreach (var (name, file) in SampleFiles.All)
        {
            var whole = ImageCodec.Decode(file, ImageLimits.Default);
            // Only a GIF may lose bytes (its trailer) and still hold all of the first frame.
            var spare = name == "gif" ? 2 : 0;
            for (var length = 0; length < file.Length; length++)
            {
                try
                {
                    var picture = ImageCodec.Decode(file.AsMemory(0, length), ImageLimits.Default);
                    Assert.True(length >= file.Length - spare, $"{name}: {length} of {file.Length} bytes were accepted.");
                    Assert.Equal(whole.Pixels, picture.Pixels);
                }
                catch (StageInputException exception)
                {
                    Assert.Equal("image", exception.Field);
                }
            }
        }
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("hello, I am a picture, honestly", "text beginning \"hello, I am")]
    [InlineData("{\"image\": 1}", "text beginning")]
    [InlineData("%PDF-1.7", "a PDF document")]
    [InlineData("<svg xmlns=", "an SVG drawing")]
    [InlineData("\0\0\0\u0018ftypheic", "a HEIC picture")]
    [InlineData("\u0001\u0002\u0003\u0004", "unknown data beginning with 01020304")]
    public void Decode_SomethingElse_SaysWhatWasExpectedAndFound(string content, string found)
    {
        var error = Refusal(Encoding.Latin1.GetBytes(content), field: "back");
        Assert.Equal("back", error.Field);
        Assert.Contains("PNG, JPEG, WebP, BMP or GIF", error.Message, StringComparison.Ordinal);
        Assert.Contains(found, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_OnePixel_IsRefusedWithTheLeastSize()
    {
        var error = Refusal(PngFile.Build(1, 1, 8, 2, (_, _, _) => 9));
        Assert.Contains("1x1", error.Message, StringComparison.Ordinal);
        Assert.Contains("2x2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30000, 30000), InlineData(8193, 10), InlineData(8000, 7000), InlineData(int.MaxValue, int.MaxValue)]
    public void Decode_HugePictureInASmallFile_IsRefusedFromTheHeaderAlone(int width, int height)
    {
        var bomb = PngFile.Assemble(
            ("IHDR", [.. PngFile.BigU32((uint)width), .. PngFile.BigU32((uint)height), 8, 6, 0, 0, 0]), ("IDAT", [1, 2, 3]), ("IEND", []));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Refusal(bomb);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000, "Nothing of the picture's size is allocated.");
        Assert.Contains($"{width}x{height}", error.Message, StringComparison.Ordinal);
        Assert.Contains("8192", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_HeadersOfEveryFormatOverTheLimit_AreRefused()
    {
        var limits = new ImageLimits { MaxSide = 15 };
        foreach (var (name, file) in SampleFiles.All)
        {
            var error = Assert.Throws<StageInputException>(() => ImageCodec.Identify(file, limits));
            Assert.True(error.Message.Contains("16x16", StringComparison.Ordinal), name);
        }
    }

    [Fact]
    public void Decode_FileOverTheByteLimit_IsRefused()
    {
        var file = SampleFiles.All[0].File;
        var error = Assert.Throws<StageInputException>(() => ImageCodec.Decode(file, new ImageLimits { MaxFileBytes = file.Length - 1 }));
        Assert.Contains("MiB", error.Message, StringComparison.Ordinal);
        Assert.Equal(64 * 1024 * 1024, ImageLimits.Default.MaxFileBytes);
    }

    [Fact]
    public void Decode_JpegWithHundredsOfScans_IsRefused()
    {
        var jpeg = JpegFile.Build(1, 1, 1, (_, _, _) => 1);
        byte[] scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0];
        byte[] file = [.. jpeg[..^2], .. Enumerable.Repeat(scan, 200).SelectMany(bytes => bytes), 0xFF, 0xD9];
        Assert.Contains("scans", Refusal(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_PngWithDamagedPixelData_IsRefused()
    {
        foreach (var depth in new[] { 8, 16 })
        {
            var file = PngFile.Build(16, 16, depth, 6, (x, y, _) => x * y);
            for (var i = 49; i < 60; i++)
                file[i] ^= 0x55;
            Assert.Contains("PNG", Refusal(file).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(8), InlineData(16)]
    public void Decode_PngThatAsksForAPresetDictionary_IsRefused(int depth)
    {
        var file = PngFile.Build(16, 16, depth, 6, (x, y, _) => x * y);
        (file[41], file[42]) = (0x78, 0xBB); // zlib's header with FDICT (RFC 1950, 2.2).
        Assert.Contains("PNG", Refusal(file).Message, StringComparison.Ordinal);
    }

    private static StageInputException Refusal(byte[] file, string field = "image")
        => Assert.Throws<StageInputException>(() => ImageCodec.Decode(file, ImageLimits.Default, field));
}
