using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Tests.Inference.Imaging.Files;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Imaging;

public sealed class ImageCodecTests
{
    [Theory]
    [InlineData(0, 1), InlineData(0, 2), InlineData(0, 4), InlineData(0, 8), InlineData(0, 16)]
    [InlineData(2, 8), InlineData(2, 16), InlineData(4, 8), InlineData(4, 16), InlineData(6, 8), InlineData(6, 16)]
    public void Decode_PngOfEveryKind_GivesEveryPixelRounded(int colourType, int depth)
    {
        const int Width = 21, Height = 13;
        var max = (1 << depth) - 1;
        int Sample(int x, int y, int channel) => (x * 7919 + y * 104729 + channel * 1299709) % (max + 1);
        foreach (var interlaced in new[] { false, true })
        {
            var picture = Decode(PngFile.Build(Width, Height, depth, colourType, Sample, interlaced));
            AssertPixels(picture, Width, Height, (x, y) =>
            {
                byte Level(int channel) => (byte)Math.Round(Sample(x, y, channel) * 255.0 / max, MidpointRounding.AwayFromZero);
                return colourType switch
                {
                    0 => (Level(0), Level(0), Level(0), 255),
                    2 => (Level(0), Level(1), Level(2), 255),
                    4 => (Level(0), Level(0), Level(0), Level(1)),
                    _ => (Level(0), Level(1), Level(2), Level(3)),
                };
            });
        }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(4), InlineData(8)]
    public void Decode_PalettePngWithTransparency_LooksUpColourAndAlpha(int depth)
    {
        var colours = 1 << depth;
        var palette = Enumerable.Range(0, colours * 3).Select(i => (byte)(i * 37)).ToArray();
        byte[] alphas = [0, 128];
        var picture = Decode(PngFile.Build(19, 5, depth, 3, (x, y, _) => (x + y) % colours, false, ("PLTE", palette), ("tRNS", alphas)));
        AssertPixels(picture, 19, 5, (x, y) =>
        {
            var i = (x + y) % colours;
            return (palette[i * 3], palette[i * 3 + 1], palette[i * 3 + 2], i < 2 ? alphas[i] : (byte)255);
        });
    }

    [Theory]
    [InlineData(8), InlineData(16)]
    public void Decode_PngWithTransparentColour_ClearsOnlyThatColour(int depth)
    {
        var scale = depth == 16 ? 257 : 1;
        int Sample(int x, int y, int channel) => (x * 10 + channel) * scale + (depth == 16 && x == 4 ? 1 : 0);
        var picture = Decode(PngFile.Build(8, 8, depth, 2, Sample, false,
            ("tRNS", [.. BigU16(30 * scale), .. BigU16(31 * scale), .. BigU16(32 * scale)])));
        for (var x = 0; x < 8; x++)
            Assert.Equal(x == 3 ? 0 : 255, picture[x, 0][3]);
    }

    [Fact]
    public void Decode_PngWithLinearGamma_ConvertsToSrgb()
    {
        // gAMA holds the encoding exponent in 100000ths: 1.0 is linear light, and linear 0.2159 is sRGB 0.5020.
        var picture = Decode(PngFile.Build(4, 4, 8, 0, (_, _, _) => 55, false, ("gAMA", PngFile.BigU32(100000))));
        Assert.InRange(picture[1, 1][0], 127, 129);
    }

    [Fact]
    public void Decode_JpegInDisplayP3_ConvertsToSrgb()
    {
        byte[] p3 = [200, 120, 80];
        var picture = Decode(JpegFile.Build(1, 1, 3, (_, _, c) => p3[c], JpegFile.Adobe(0), IccProfile.Segment()));
        var linear = p3.Select(level => Math.Pow(level / 255.0, IccProfile.Gamma)).ToArray();
        // XYZ relative to D50 to linear sRGB: the inverse of the primaries in IEC 61966-2-1 adapted by Bradford.
        double[][] toSrgb = [[3.13414, -1.61738, -0.49066], [-0.97880, 1.91615, 0.03342], [0.07196, -0.22897, 1.40539]];
        var xyz = IccProfile.P3ToXyz.Select(row => row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2]).ToArray();
        for (var c = 0; c < 3; c++)
        {
            var light = toSrgb[c][0] * xyz[0] + toSrgb[c][1] * xyz[1] + toSrgb[c][2] * xyz[2];
            var expected = 255 * (1.055 * Math.Pow(light, 1 / 2.4) - 0.055);
            Assert.InRange(picture[3, 3][c], expected - 1.5, expected + 1.5);
        }

        Assert.True(picture[3, 3][0] > p3[0] + 5, "The same sRGB red is further out than the P3 red, so the profile was applied.");
    }

    [Fact]
    public void Decode_GreyJpeg_RepeatsTheLevel()
    {
        var picture = Decode(JpegFile.Build(2, 2, 1, (x, y, _) => 40 + 60 * x + 100 * y));
        AssertPixels(picture, 16, 16, (x, y) =>
        {
            var level = (byte)(40 + 60 * (x / 8) + 100 * (y / 8));
            return (level, level, level, 255);
        });
    }

    [Fact]
    public void Decode_CmykJpeg_TakesInksAsAdobeStoresThem()
    {
        // Adobe stores 255 for no ink, so stored (c, m, y, k) shows c*k, m*k, y*k.
        byte[] stored = [250, 180, 90, 200];
        var picture = Decode(JpegFile.Build(1, 1, 4, (_, _, c) => stored[c], JpegFile.Adobe(0)));
        for (var c = 0; c < 3; c++)
            Assert.InRange(picture[0, 0][c], stored[c] * 200 / 255.0 - 1, stored[c] * 200 / 255.0 + 1);
    }

    [Fact]
    public void Decode_YcckJpeg_TakesInksAsAdobeStoresThem()
    {
        // YCCK is YCbCr of the complement of the stored inks (T.872, 6.5.3): luma 100 without chroma stands for stored inks of 155.
        byte[] stored = [100, 128, 128, 200];
        var picture = Decode(JpegFile.Build(1, 1, 4, (_, _, c) => stored[c], JpegFile.Adobe(2)));
        for (var c = 0; c < 3; c++)
            Assert.InRange(picture[0, 0][c], 155 * 200 / 255.0 - 1, 155 * 200 / 255.0 + 1);
    }

    [Fact]
    public void Decode_CmykJpegWithoutAdobeSegment_IsRefusedAsAmbiguous()
    {
        var error = Assert.Throws<StageInputException>(() => Decode(JpegFile.Build(1, 1, 4, (_, _, _) => 100)));
        Assert.Contains("CMYK", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Decode_Bmp_GivesEveryPixel(bool topDown)
    {
        (byte R, byte G, byte B) Colour(int x, int y) => ((byte)(x * 40), (byte)(y * 50), (byte)(x + y));
        var picture = Decode(BmpFile.Build24(5, 4, topDown, Colour));
        AssertPixels(picture, 5, 4, (x, y) => (Colour(x, y).R, Colour(x, y).G, Colour(x, y).B, 255));
    }

    [Fact]
    public void Decode_PaletteBmp_LooksUpColours()
    {
        (byte R, byte G, byte B)[] palette = [(1, 2, 3), (200, 100, 50), (9, 80, 255)];
        var picture = Decode(BmpFile.Build8(7, 3, palette, (x, y) => (byte)((x + y) % 3)));
        AssertPixels(picture, 7, 3, (x, y) => (palette[(x + y) % 3].R, palette[(x + y) % 3].G, palette[(x + y) % 3].B, 255));
    }

    [Fact]
    public void Decode_AnimatedGif_GivesTheFirstFrameOnItsCanvas()
    {
        byte[] palette = [10, 20, 30, 200, 0, 0, 0, 200, 0, 0, 0, 200];
        var first = Enumerable.Range(0, 6).Select(i => i % 3).ToArray();
        var second = Enumerable.Repeat(3, 20).ToArray();
        var picture = Decode(GifFile.Build(5, 4, palette, (1, 2, 3, 2, first, 0), (0, 0, 5, 4, second, -1)));
        Assert.Equal((5, 4), (picture.Width, picture.Height));
        Assert.Equal(0, picture[0, 0][3]);
        Assert.Equal(0, picture[1, 2][3]);
        Assert.Equal([200, 0, 0, 255], picture[2, 2].ToArray());
        Assert.Equal([0, 200, 0, 255], picture[3, 3].ToArray());
    }

    [Fact]
    public void Decode_GifWhoseFrameLeavesTheScreen_WidensTheCanvas()
    {
        var file = GifFile.Build(2, 2, new byte[12], (1, 1, 3, 4, new int[12], -1));
        Assert.Equal((4, 5), (ImageCodec.Identify(file, ImageLimits.Default).Width, ImageCodec.Identify(file, ImageLimits.Default).Height));
        Assert.Equal((4, 5), (Decode(file).Width, Decode(file).Height));
    }

    public static TheoryData<int, bool> Orientations()
    {
        var data = new TheoryData<int, bool>();
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            data.Add(orientation, false);
            data.Add(orientation, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Decode_WithExifOrientation_GivesTheUprightPicture(int orientation, bool bigEndian)
    {
        const int Width = 3, Height = 2;
        byte Level(int x, int y) => (byte)(20 + 30 * (x + y * Width));
        var exif = bigEndian ? ExifBlock.BigEndian(orientation) : ExifBlock.LittleEndian(orientation);
        var jpeg = JpegFile.Build(Width, Height, 1, (x, y, _) => Level(x, y), ExifBlock.Segment(exif));
        var png = PngFile.Build(Width * 8, Height * 8, 8, 0, (x, y, _) => Level(x / 8, y / 8), false, ("eXIf", exif));
        var upright = Decode(JpegFile.Build(Width, Height, 1, (x, y, _) => Level(x, y)));
        var webp = WebPFile.WithExif(ImageCodec.EncodeWebP(upright, 90), Width * 8, Height * 8, exif);
        foreach (var (file, tolerance) in new[] { (jpeg, 0), (png, 0), (webp, 3) })
        {
            var picture = Decode(file);
            var header = ImageCodec.Identify(file, ImageLimits.Default);
            Assert.Equal(orientation, header.Orientation);
            Assert.Equal((picture.Width, picture.Height), (header.Width, header.Height));
            var (w, h) = orientation >= 5 ? (Height, Width) : (Width, Height);
            Assert.Equal((w * 8, h * 8), (picture.Width, picture.Height));
            for (var y = 0; y < h; y++)
            {
                for (var x = 0; x < w; x++)
                {
                    // CIPA DC-008, tag Orientation: which side of the scene the stored row 0 and column 0 show.
                    var expected = orientation switch
                    {
                        1 => Level(x, y),
                        2 => Level(Width - 1 - x, y),
                        3 => Level(Width - 1 - x, Height - 1 - y),
                        4 => Level(x, Height - 1 - y),
                        5 => Level(y, x),
                        6 => Level(y, Height - 1 - x),
                        7 => Level(Width - 1 - y, Height - 1 - x),
                        _ => Level(Width - 1 - y, x),
                    };
                    Assert.InRange(picture[x * 8 + 3, y * 8 + 3][0], expected - tolerance, expected + tolerance);
                }
            }
        }
    }

    [Fact]
    public void EncodeWebPAndJpeg_Decoded_AreClose()
    {
        var picture = new Picture(32, 24);
        for (var i = 0; i < picture.Pixels.Length; i += 4)
        {
            byte[] pixel = [(byte)(i / 16), 100, 200, (byte)(i / 4 % 32 < 16 ? 255 : 0)];
            pixel.CopyTo(picture.Pixels, i);
        }

        var webp = Decode(ImageCodec.EncodeWebP(picture, 95));
        var jpeg = Decode(ImageCodec.EncodeJpeg(picture, 95));
        for (var y = 0; y < 24; y++)
        {
            Assert.Equal(255, webp[3, y][3]);
            Assert.Equal(0, webp[28, y][3]);
            Assert.Equal(255, jpeg[28, y][3]);
            for (var c = 0; c < 3; c++)
                Assert.InRange(jpeg[28, y][c] - picture[28, y][c], -6, 6);
        }
    }

    private static Picture Decode(byte[] file) => ImageCodec.Decode(file, ImageLimits.Default);

    private static byte[] BigU16(int value) => [(byte)(value >> 8), (byte)value];

    private static void AssertPixels(Picture picture, int width, int height, Func<int, int, (byte R, byte G, byte B, byte A)> expected)
    {
        Assert.Equal((width, height), (picture.Width, picture.Height));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var pixel = picture[x, y];
                Assert.Equal(expected(x, y), (pixel[0], pixel[1], pixel[2], pixel[3]));
            }
        }
    }
}
