using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Imaging.Resampling;
using Hunyuan3D.Tests.Golden;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Imaging;

/// <summary>The texture pipeline's picture operations against their recordings: all of them are exact.</summary>
public sealed class PaintImageTests
{
    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Bicubic_RecordedPicture_IsEqualToPillow(int index)
    {
        using var golden = GoldenSet.Expected("paint", "image");
        var expected = GoldenPictures.Read(golden, $"resize{index}.out_u8");
        var resized = PillowResize.Bicubic(GoldenPictures.Read(golden, $"resize{index}.in_u8"), expected.Width, expected.Height);
        Assert.Equal(expected.Pixels, resized.Pixels);
    }

    [Fact]
    public void Bicubic_ToTheSameSize_IsThePicture()
    {
        using var golden = GoldenSet.Expected("paint", "image");
        var picture = GoldenPictures.Read(golden, "resize0.in_u8");
        Assert.Same(picture, PillowResize.Bicubic(picture, picture.Width, picture.Height));
    }

    [Theory]
    [InlineData(0), InlineData(1)]
    public void Detect_RecordedPicture_IsEqualToOpenCv(int index)
    {
        using var golden = GoldenSet.Expected("paint", "image");
        var shape = golden.Entry($"canny{index}.in_u8").Shape;
        var edges = CannyEdgeDetector.Detect(golden.ReadAs<byte>($"canny{index}.in_u8"), (int)shape[1], (int)shape[0], 30, 80);
        Assert.Equal(golden.ReadAs<byte>($"canny{index}.out_u8"), edges);
        Assert.Contains((byte)255, edges);
    }

    [Theory]
    [InlineData("view1"), InlineData("view4")]
    public void Detect_RecordedDepth_IsEqualToOpenCv(string view)
    {
        using var golden = GoldenSet.Expected("paint", "bake");
        var edges = CannyEdgeDetector.Detect(golden.ReadAs<byte>($"{view}.depth_u8"), 256, 256, 30, 80);
        Assert.Equal(golden.ReadAs<byte>($"{view}.canny_u8"), edges);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2)]
    public void Center_RecordedPicture_IsEqualToTheOfficial(int index)
    {
        using var golden = GoldenSet.Expected("paint", "image");
        var expected = GoldenPictures.Read(golden, $"recenter{index}.out_u8");
        var ratio = Math.Round(golden.ReadSingles($"recenter{index}.ratio")[0], 6);
        var centered = ReferenceCenterer.Center(GoldenPictures.Read(golden, $"recenter{index}.in_u8"), ratio);
        Assert.Equal((expected.Width, expected.Height), (centered.Width, centered.Height));
        Assert.Equal(expected.Pixels, centered.Pixels);
    }

    [Fact]
    public void Center_FullyTransparentReference_IsRefused()
        => Assert.Throws<StageInputException>(() => ReferenceCenterer.Center(new Picture(9, 9)));
}
