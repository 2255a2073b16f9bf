using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Imaging.Resampling;
using Hunyuan3D.Tests.Golden;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Imaging;

/// <summary>The texture pipeline's picture operations against their recordings: all of them are exact.</summary>
public sealed class PaintImageTests
{
    public static TheoryData<string> Operations()
    {
        using var golden = GoldenSet.Expected("paint", "image");
        return [.. golden.Entries.Select(entry => entry.Name.Split('.')[0]).Distinct()];
    }

    /// <summary>Every operation of the recording; one that no comparison knows fails, and so does a tensor of one that is not read.</summary>
    [Theory]
    [MemberData(nameof(Operations))]
    public void RecordedOperation_FromTheOfficialCode_IsReproduced(string operation)
    {
        using var golden = GoldenSet.Expected("paint", "image");
        var recorded = golden.Entries.Select(entry => entry.Name).Where(name => name.Split('.')[0] == operation).Order(StringComparer.Ordinal).ToList();
        var (kind, read) = operation.TrimEnd([.. "0123456789"]) switch
        {
            "resize" => (Resize(golden, operation), (string[])["in_u8", "out_u8"]),
            "recenter" => (Recenter(golden, operation), ["in_u8", "out_u8", "ratio"]),
            "ns" => (Inpaint(golden, operation), ["in_u8", "mask_u8", "out_u8"]),
            "canny" => (Edges(golden, operation), ["in_u8", "out_u8"]),
            "delight" => ("compared in DelightPictureTests", ["in_u8", "model_in_u8", "model_out_u8", "out_u8"]),
            _ => ("", []),
        };
        Assert.NotEmpty(kind);
        Assert.Equal(read.Select(part => $"{operation}.{part}").Order(StringComparer.Ordinal), recorded);
    }

    [Fact]
    public void Bicubic_ToTheSameSize_IsThePicture()
    {
        using var golden = GoldenSet.Expected("paint", "image");
        var picture = GoldenPictures.Read(golden, "resize0.in_u8");
        Assert.Same(picture, PillowResize.Bicubic(picture, picture.Width, picture.Height));
    }

    [Fact]
    public void Detect_RecordedDepths_AreEqualToOpenCv()
    {
        using var golden = GoldenSet.Expected("paint", "bake");
        var depths = golden.Entries.Where(entry => entry.Name.EndsWith(".depth_u8", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(depths);
        foreach (var depth in depths)
        {
            var edges = CannyEdgeDetector.Detect(golden.ReadAs<byte>(depth.Name), (int)depth.Shape[1], (int)depth.Shape[0], 30, 80);
            Assert.Equal(golden.ReadAs<byte>(depth.Name.Replace("depth", "canny", StringComparison.Ordinal)), edges);
        }
    }

    [Fact]
    public void Center_FullyTransparentReference_IsRefused()
        => Assert.Throws<StageInputException>(() => ReferenceCenterer.Center(new Picture(9, 9)));

    private static string Resize(SafetensorsFile golden, string name)
    {
        var expected = GoldenPictures.Read(golden, $"{name}.out_u8");
        Assert.Equal(expected.Pixels, PillowResize.Bicubic(GoldenPictures.Read(golden, $"{name}.in_u8"), expected.Width, expected.Height).Pixels);
        return "bicubic, equal to Pillow";
    }

    private static string Recenter(SafetensorsFile golden, string name)
    {
        var expected = GoldenPictures.Read(golden, $"{name}.out_u8");
        var centered = ReferenceCenterer.Center(GoldenPictures.Read(golden, $"{name}.in_u8"), Math.Round(golden.ReadSingles($"{name}.ratio")[0], 6));
        Assert.Equal((expected.Width, expected.Height), (centered.Width, centered.Height));
        Assert.Equal(expected.Pixels, centered.Pixels);
        return "centred, equal to the official code";
    }

    private static string Inpaint(SafetensorsFile golden, string name)
    {
        var picture = GoldenPictures.Read(golden, $"{name}.in_u8");
        NavierStokesInpainter.Fill(picture, golden.ReadAs<byte>($"{name}.mask_u8"));
        Assert.Equal(GoldenPictures.Read(golden, $"{name}.out_u8").Pixels, picture.Pixels);
        return "inpainted, equal to OpenCV";
    }

    private static string Edges(SafetensorsFile golden, string name)
    {
        var shape = golden.Entry($"{name}.in_u8").Shape;
        var edges = CannyEdgeDetector.Detect(golden.ReadAs<byte>($"{name}.in_u8"), (int)shape[1], (int)shape[0], 30, 80);
        Assert.Equal(golden.ReadAs<byte>($"{name}.out_u8"), edges);
        Assert.Contains((byte)255, edges);
        return "edges, equal to OpenCV";
    }
}
