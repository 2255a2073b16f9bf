using System.Text.Json;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Tests.Golden;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Imaging;

/// <summary>Against the recorded outputs of the official preprocessing; tolerances as the recordings' README gives them.</summary>
public sealed class ImageProcessorTests
{
    /// <summary>The share of values of the cubic resize that OpenCV's vector code may round the other way, by one level.</summary>
    private const double RoundedOtherwise = 0.001;

    private const float OneLevel = 2 / 255f + 1e-6f;

    public static TheoryData<string> PreprocessCases() => [.. Parameters("preprocess").EnumerateObject().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(PreprocessCases))]
    public void Process_RecordedPicture_GivesEveryRecordedTensor(string name)
    {
        using var golden = GoldenSet.Expected("shape", "preprocess");
        var parameters = Parameters("preprocess").GetProperty(name);
        var border = parameters.GetProperty("effective_border_ratio").GetDouble();
        var picture = Decode("preprocess", $"{name}.png");

        var resized = SubjectCenterer.Resize(picture, border, "image");
        Assert.Equal(GoldenPictures.Read(golden, $"{name}.area_resized").Pixels, resized.Pixels);

        var centered = SubjectCenterer.Center(picture, border);
        Assert.Equal(golden.ReadAs<byte>($"{name}.recentered_rgb"), Colours(centered));
        Assert.Equal(golden.ReadAs<byte>($"{name}.recentered_mask"), centered.Pixels.Where((_, i) => i % 4 == 3).ToArray());

        var processed = new ImageProcessor(parameters.GetProperty("size").GetInt32(), border).Process(picture);
        AssertImage(golden.ReadSingles($"{name}.image"), processed.Image);
        Assert.Equal(golden.ReadSingles($"{name}.mask"), processed.Mask);
    }

    [Theory]
    [InlineData("v2-0", 52), InlineData("v2-mini", 40), InlineData("v2-0-fast", 38)]
    [InlineData("v2-0-turbo", 40), InlineData("v2-mini-turbo", 98)]
    public void Process_ModelCasePicture_GivesTheRecordedInput(string name, int size)
    {
        using var golden = GoldenSet.Expected("shape", name);
        var processed = new ImageProcessor(size).Process(Decode(name, "input.png"));
        AssertImage(golden.ReadSingles("prep.image"), processed.Image);
        Assert.Equal(golden.ReadSingles("prep.mask"), processed.Mask);
    }

    [Fact]
    public void Process_ModelCaseViews_GivesTheRecordedInputInViewOrder()
    {
        using var golden = GoldenSet.Expected("shape", "v2-mv");
        var views = new ViewPictures(
            Decode("v2-mv", "input_front.png"), Left: Decode("v2-mv", "input_left.png"), Back: Decode("v2-mv", "input_back.png"));
        var processed = new ImageProcessor(40).Process(views);
        AssertImage(golden.ReadSingles("prep.image"), processed.Image);
        Assert.Equal(golden.ReadSingles("prep.mask"), processed.Mask);
        Assert.Equal(golden.ReadAs<int>("prep.view_idxs"), processed.ViewIndices);
    }

    [Fact]
    public void Process_TransparentSide_NamesItsField()
    {
        var views = new ViewPictures(Decode("v2-mv", "input_front.png"), Right: new Picture(40, 40));
        var error = Assert.Throws<StageInputException>(() => new ImageProcessor(40).Process(views));
        Assert.Equal("right", error.Field);
    }

    [Theory]
    [InlineData(1, 1), InlineData(30, 1), InlineData(1, 30)]
    public void Center_SubjectOfOneRowOrColumn_IsRefused(int width, int height)
    {
        var picture = new Picture(40, 40);
        for (var i = 0; i < width * height; i++)
            picture[5 + i % width, 5 + i / width][3] = 255;
        var error = Assert.Throws<StageInputException>(() => SubjectCenterer.Center(picture));
        Assert.Contains($"{width}x{height}", error.Message, StringComparison.Ordinal);
    }

    private static void AssertImage(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var different = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.InRange(actual[i] - expected[i], -OneLevel, OneLevel);
            different += actual[i] != expected[i] ? 1 : 0;
        }

        Assert.InRange(different, 0, expected.Length * RoundedOtherwise);
    }

    private static Picture Decode(string folder, string file)
        => ImageCodec.Decode(File.ReadAllBytes(Path.Combine(GoldenSet.Folder("shape", folder), file)), ImageLimits.Default);

    private static byte[] Colours(Picture picture) => [.. picture.Pixels.Where((_, i) => i % 4 != 3)];

    private static JsonElement Parameters(string folder)
        => JsonDocument.Parse(File.ReadAllText(Path.Combine(GoldenSet.Folder("shape", folder), "case.json"))).RootElement;
}
