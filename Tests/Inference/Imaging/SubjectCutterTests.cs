using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Imaging;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Imaging;

public sealed class SubjectCutterTests
{
    /// <summary>What the product promises of its masks on plain and softly graded backgrounds.</summary>
    private const double LeastOverlap = 0.97;

    private static readonly Dictionary<string, Func<double, double, bool>> Shapes = new()
    {
        ["mug"] = SubjectScene.Mug,
        ["star"] = SubjectScene.Star,
        ["bust"] = SubjectScene.Bust,
    };

    private static readonly Dictionary<string, Func<double, double, (double R, double G, double B)>> Backgrounds = new()
    {
        ["white"] = (_, _) => (255, 255, 255),
        ["green"] = (_, _) => (70, 140, 90),
        ["black"] = (_, _) => (2, 2, 3),
        ["graded"] = (u, v) => (220 - 50 * v, 215 - 40 * v + 20 * u, 205 - 20 * v),
        ["vignette"] = (u, v) => Grey(245 - 160 * ((u - 0.5) * (u - 0.5) + (v - 0.45) * (v - 0.45))),
        ["shadow"] = (u, v) => Grey(238 * (1 - 0.45 * Math.Exp(-(u - 0.45) * (u - 0.45) / 0.05 - (v - 0.82) * (v - 0.82) / 0.003))),
    };

    public static TheoryData<string, string, double, int> Scenes()
    {
        var data = new TheoryData<string, string, double, int>();
        foreach (var shape in Shapes.Keys)
        {
            foreach (var background in Backgrounds.Keys)
            {
                data.Add(shape, background, 0, 260);
                data.Add(shape, background, 4, 520);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Cut_SubjectOnPlainOrGradedBackground_FindsItsShape(string shape, string background, double noise, int side)
    {
        var truth = SubjectScene.Subject(side, Shapes[shape]);
        var cutout = SubjectCutter.Cut(SubjectScene.Over(truth, Backgrounds[background], noise));
        Assert.Equal(MaskSource.GraphCut, cutout.Source);
        Assert.InRange(SubjectScene.IntersectionOverUnion(truth, cutout.Picture), LeastOverlap, 1);
    }

    [Fact]
    public void Cut_MugBeforeWhite_KeepsTheHandleOpen()
    {
        var cutout = SubjectCutter.Cut(SubjectScene.Over(SubjectScene.Subject(400, SubjectScene.Mug), Backgrounds["white"]));
        Assert.Equal(0, cutout.Picture[270, 200][3]);
        Assert.Equal(255, cutout.Picture[306, 200][3]);
    }

    [Fact]
    public void Cut_EdgeBeforeStrongColour_KeepsNoneOfIt()
    {
        var truth = SubjectScene.Subject(500, SubjectScene.Bust);
        var picture = SubjectScene.Over(truth, Backgrounds["green"]);
        var cutout = SubjectCutter.Cut(picture).Picture;
        var (before, after, edge) = (0.0, 0.0, 0);
        for (var i = 0; i < truth.Pixels.Length; i += 4)
        {
            if (truth.Pixels[i + 3] is 0 or 255 || cutout.Pixels[i + 3] == 0)
                continue;
            edge++;
            for (var c = 0; c < 3; c++)
            {
                before += Math.Abs(picture.Pixels[i + c] - truth.Pixels[i + c]);
                after += Math.Abs(cutout.Pixels[i + c] - truth.Pixels[i + c]);
            }
        }

        Assert.True(edge > 300, "There is a soft edge to look at.");
        Assert.True(
            after < before / 3, $"Background in the edge's colours: {before / edge / 3:F1} levels before, {after / edge / 3:F1} after.");
    }

    [Fact]
    public void Cut_SoftEdge_HasFractionalAlphaNearTheTruth()
    {
        var truth = SubjectScene.Subject(500, SubjectScene.Star);
        var cutout = SubjectCutter.Cut(SubjectScene.Over(truth, Backgrounds["graded"])).Picture;
        var (error, edge) = (0.0, 0);
        for (var i = 3; i < truth.Pixels.Length; i += 4)
        {
            if (truth.Pixels[i] is 0 or 255)
                continue;
            error += Math.Abs(truth.Pixels[i] - cutout.Pixels[i]);
            edge++;
        }

        // A hard mask is wrong by 64 levels on average at such edges.
        Assert.InRange(error / edge, 0, 32);
    }

    [Fact]
    public void Cut_PictureOverTheLargestSide_IsReducedByAWholeFactor()
    {
        var picture = new Picture(2100, 300);
        picture.Pixels.AsSpan().Fill(255);
        for (var y = 60; y < 240; y++)
        {
            for (var x = 600; x < 1500; x++)
                picture[x, y][1] = 40;
        }

        var cutout = SubjectCutter.Cut(picture).Picture;
        Assert.Equal((1050, 150), (cutout.Width, cutout.Height));
        Assert.Equal(255, cutout[500, 75][3]);
        Assert.Equal(0, cutout[100, 75][3]);
    }

    [Fact]
    public void Cut_PictureWithAlpha_PassesThrough()
    {
        var picture = SubjectScene.Subject(64, SubjectScene.Star);
        var cutout = SubjectCutter.Cut(picture);
        Assert.Same(picture, cutout.Picture);
        Assert.Equal(MaskSource.Alpha, cutout.Source);
    }

    [Fact]
    public void Cut_FullyTransparentPicture_IsRefused()
    {
        var error = Assert.Throws<StageInputException>(() => SubjectCutter.Cut(new Picture(30, 20), "left"));
        Assert.Equal("left", error.Field);
        Assert.Contains("fully transparent", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0), InlineData(3)]
    public void Cut_EvenPicture_IsRefusedForLackOfASubject(double noise)
    {
        foreach (var background in Backgrounds.Values.SkipLast(1))
        {
            var picture = SubjectScene.Over(new Picture(200, 200), background, noise);
            var error = Assert.Throws<StageInputException>(() => SubjectCutter.Cut(picture));
            Assert.Contains("no subject", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Cut_MottledPicture_IsRefusedForLackOfABackground()
    {
        static double Square(double wave) => (int)(wave % 2) * 250;
        var picture = SubjectScene.Over(new Picture(200, 200), (u, v) => (Square(u * 23), Square(v * 19), Square((u + v) * 13)));
        var error = Assert.Throws<StageInputException>(() => SubjectCutter.Cut(picture));
        Assert.Contains("not plain", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 2), InlineData(2, 90), InlineData(7, 3), InlineData(513, 11)]
    public void Cut_TinyOrNarrowPicture_GivesAMaskOrAReason(int width, int height)
    {
        var picture = new Picture(width, height);
        picture.Pixels.AsSpan().Fill(255);
        picture[width / 2, height / 2].Clear();
        picture[width / 2, height / 2][3] = 255;
        try
        {
            Assert.Equal((width, height), (SubjectCutter.Cut(picture).Picture.Width, SubjectCutter.Cut(picture).Picture.Height));
        }
        catch (StageInputException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }

    private static (double R, double G, double B) Grey(double level) => (level, level, level);
}
