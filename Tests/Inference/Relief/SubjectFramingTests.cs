using System.Numerics;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ShapeGen.Relief;
using Hunyuan3D.Tests.Inference.Export;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Relief;

public sealed class SubjectFramingTests
{
    [Fact]
    public void Of_OnePicture_CentresTheLongestSide()
    {
        var frame = SubjectFraming.Of(new ViewPictures(Drawing.Box(100, 80, 10, 20, 50, 30)))[ViewSide.Front];

        Assert.Equal(new Vector2(30, 25), frame.Center);
        Assert.Equal(2 * 0.95f / 40, frame.UnitsPerPixel, 1e-6f);
        Assert.Equal(new Vector2(50, 20), Round(frame.ToPixel(new Vector3(0.95f, 0.95f / 4, 0.3f))));
    }

    [Fact]
    public void Of_SidesOfOtherScale_MakesTheSubjectEquallyTall()
    {
        // 40 tall in front; 80 tall and 160 wide from the left, so the depth is the longest side.
        var framing = SubjectFraming.Of(new ViewPictures(Drawing.Box(64, 64, 20, 10, 30, 50), Left: Drawing.Box(200, 100, 20, 10, 180, 90)));

        Assert.Equal(2 * 0.95f / 80, framing[ViewSide.Front].UnitsPerPixel, 1e-6f);
        Assert.Equal(2 * 0.95f / 160, framing[ViewSide.Left].UnitsPerPixel, 1e-6f);
    }

    [Theory]
    [InlineData(ViewSide.Front, 1, 0)]
    [InlineData(ViewSide.Left, 0, -1)] // the thing's left side is at +X; its front, +Z, is on the picture's left
    [InlineData(ViewSide.Back, -1, 0)]
    [InlineData(ViewSide.Right, 0, 1)]
    public void ToPixel_EverySide_RunsToTheRight(ViewSide side, float x, float z)
    {
        var frame = new SubjectFrame(side, new Vector2(50, 50), 0.1f);

        Assert.Equal(new Vector2(60, 50), Round(frame.ToPixel(new Vector3(x, 0, z))));
        Assert.Equal(frame.Toward, Vector3.Cross(frame.Right, Vector3.UnitY));
    }

    [Fact]
    public void Of_NothingOpaque_SaysWhichPicture()
    {
        var front = Drawing.Box(20, 20, 4, 4, 16, 16);

        Assert.Equal("image", Assert.Throws<StageInputException>(() => SubjectFraming.Of(new ViewPictures(new Picture(20, 20)))).Field);
        Assert.Equal("left", Assert.Throws<StageInputException>(() => SubjectFraming.Of(new ViewPictures(front, Left: new Picture(20, 20)))).Field);
    }

    [Fact]
    public void FitTo_MeshOfAnotherEngine_CoversItsBoundingBox()
    {
        var framing = SubjectFraming.Of(new ViewPictures(Drawing.Box(100, 100, 20, 20, 80, 80)));
        var sphere = ExportSamples.Sphere(8, 8); // radius 0.8, not 0.95

        var frame = framing.FitTo(sphere, 0.03f)[ViewSide.Front];

        Assert.Equal(new Vector2(80, 50), Round(frame.ToPixel(new Vector3(0.8f, 0, 0))));
        Assert.Same(framing, framing.FitTo(sphere, 0.2f));
    }

    private static Vector2 Round(Vector2 value) => new(MathF.Round(value.X, 3), MathF.Round(value.Y, 3));
}
