using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Imaging.Inpainting;
using Hunyuan3D.Tests.Golden;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Imaging;

public sealed class NavierStokesInpainterTests
{
    [Theory]
    [InlineData("image", "ns0.in_u8", "ns0.mask_u8", "ns0.out_u8")]
    [InlineData("image", "ns1.in_u8", "ns1.mask_u8", "ns1.out_u8")]
    [InlineData("image", "ns2.in_u8", "ns2.mask_u8", "ns2.out_u8")]
    [InlineData("bake", "inpaint.ns.input_u8", "inpaint.ns.holes_u8", "inpaint.ns.output_u8")]
    public void Fill_RecordedPictures_AreEqualToOpenCv(string folder, string input, string holes, string output)
    {
        using var golden = GoldenSet.Expected("paint", folder);
        var picture = GoldenPictures.Read(golden, input);
        NavierStokesInpainter.Fill(picture, golden.ReadAs<byte>(holes));
        Assert.Equal(GoldenPictures.Read(golden, output).Pixels, picture.Pixels);
    }

    [Fact]
    public void Run_InManyStrips_PaintsWhatOneStripPaints()
    {
        const int Width = 150, Height = 900;
        var random = new Random(8);
        // Single pixels, and blocks that cross seams and reach the border.
        var holes = Enumerable.Range(0, Width * Height).Select(_ => (byte)(random.Next(3) == 0 ? 1 : 0)).ToArray();
        for (var block = 0; block < 30; block++)
        {
            var (x, y) = (random.Next(Width - 30), random.Next(Height - 60));
            for (var row = y; row < y + 60; row++)
                holes.AsSpan(row * Width + (block % 5 == 0 ? 0 : x), 30).Fill(1);
        }

        var source = new byte[Width * Height * 4];
        random.NextBytes(source);
        Assert.Equal(Paint(1), Paint(7));

        byte[] Paint(int strips)
        {
            var order = MarchingOrder.Of(holes, Width, Height, CancellationToken.None);
            var painter = new HolePainter(order, source);
            new RankedStrips(order, strips).Run(painter.Paint, CancellationToken.None);
            return [.. Enumerable.Range(0, Height).SelectMany(row => painter.Row(row).ToArray())];
        }
    }

    [Fact]
    public void Fill_WithoutHoles_ChangesNothing()
    {
        var picture = Stripes(20, 10);
        NavierStokesInpainter.Fill(picture, new byte[200]);
        Assert.Equal(Stripes(20, 10).Pixels, picture.Pixels);
    }

    [Fact]
    public void Fill_OneColourWithAHole_FillsThatColourAndKeepsAlpha()
    {
        var (picture, holes) = (new Picture(40, 30), new byte[40 * 30]);
        for (var i = 0; i < 1200; i++)
        {
            var hole = i % 40 is > 5 and < 39 && i / 40 is > 2 and < 30;
            holes[i] = (byte)(hole ? 1 : 0);
            byte[] pixel = hole ? [0, 0, 0, 7] : [90, 160, 33, 9];
            pixel.CopyTo(picture.Pixels, i * 4);
        }

        NavierStokesInpainter.Fill(picture, holes);
        for (var i = 0; i < 1200; i++)
            Assert.Equal([90, 160, 33, (byte)(holes[i] != 0 ? 7 : 9)], picture.Pixels.AsSpan(i * 4, 4).ToArray());
    }

    [Fact]
    public void Fill_NothingKnown_ChangesNothing()
    {
        var picture = Stripes(8, 8);
        NavierStokesInpainter.Fill(picture, Enumerable.Repeat((byte)255, 64).ToArray());
        Assert.Equal(Stripes(8, 8).Pixels, picture.Pixels);
    }

    [Fact]
    public void Fill_Cancelled_Stops()
    {
        var holes = new byte[256 * 256];
        holes.AsSpan(300).Fill(1);
        var cancelled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => NavierStokesInpainter.Fill(Stripes(256, 256), holes, cancelled));
    }

    private static Picture Stripes(int width, int height)
        => new(width, height, [.. Enumerable.Range(0, width * height * 4).Select(i => (byte)(i % 4 == 3 ? 255 : i / 16 * 40))]);
}
