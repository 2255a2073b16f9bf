using System.Numerics;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Export;

public sealed class TurntableRendererTests
{
    private const int ViewSize = 64;

    // 0, 90, 180 and 270 degrees show front, left, back and right: +Z, +X, -Z, -X.
    [Theory]
    [InlineData(0, 4)]
    [InlineData(2, 0)]
    [InlineData(4, 5)]
    [InlineData(6, 1)]
    public void Render_ABoxOfSixColours_ShowsEachSideInItsView(int view, int side)
    {
        var sheet = TurntableRenderer.Render(BoxMesh.Coloured(new Vector3(0.5f)), ViewSize);

        var pixel = At(sheet, view, 32, 36);
        var (r, g, b) = BoxMesh.SideColours[side];
        Assert.Equal([r > 0, g > 0, b > 0], new[] { pixel[0] > 60, pixel[1] > 60, pixel[2] > 60 });
    }

    [Fact]
    public void Render_AnyView_ShowsTheTopFromAbove()
    {
        var sheet = TurntableRenderer.Render(BoxMesh.Coloured(new Vector3(0.5f)), ViewSize);

        for (var view = 0; view < 8; view++)
        {
            var column = Enumerable.Range(0, ViewSize).Select(y => At(sheet, view, 32, y).ToArray()).ToArray();
            // The background fades from light to less light; the white top is the first thing below it and the coloured side follows.
            var side = Array.FindIndex(column, p => Saturation(p) > 60);
            Assert.InRange(side, 8, 40);
            Assert.True(Saturation(column[side - 3]) < 20);
        }
    }

    [Fact]
    public void Render_ATallThing_FillsTheViewsAndStaysInside()
    {
        var mesh = BoxMesh.Create(new Vector3(0.1f, 0.9f, 0.1f)).Mesh;

        var sheet = TurntableRenderer.Render(mesh, VertexNormals.Compute(mesh), ViewSize);

        Assert.Equal((4 * ViewSize, 2 * ViewSize), (sheet.Width, sheet.Height));
        for (var view = 0; view < 8; view++)
        {
            var covered = Enumerable.Range(0, ViewSize).Where(y => IsClay(At(sheet, view, 32, y))).ToArray();
            Assert.InRange(covered.First(), 1, 6);
            Assert.InRange(covered.Last(), ViewSize - 7, ViewSize - 2);
        }
    }

    [Fact]
    public void Render_ChartSeams_DoNotShow()
    {
        // A plane of two charts that share an edge: the same picture as one chart.
        Vector3[] positions = [new(-1, -1, 0), new(0, -1, 0.3f), new(1, -1, 0), new(1, 1, 0), new(0, 1, 0.3f), new(-1, 1, 0)];
        var whole = new UvMesh(new TriangleMesh(positions, [0, 1, 4, 0, 4, 5, 1, 2, 3, 1, 3, 4]), new Vector2[6], [0, 1, 2, 3, 4, 5]);
        var split = new UvMesh(
            new TriangleMesh([.. positions, positions[1], positions[4]], [0, 1, 4, 0, 4, 5, 6, 2, 3, 6, 3, 7]), new Vector2[8], [0, 1, 2, 3, 4, 5, 1, 4]);
        var white = new Picture(2, 2, Enumerable.Repeat((byte)255, 16).ToArray());

        Assert.Equal(
            TurntableRenderer.Render(new TexturedMesh(whole, white), ViewSize).Pixels,
            TurntableRenderer.Render(new TexturedMesh(split, white), ViewSize).Pixels);
    }

    [Fact]
    public void Render_AnEmptyMesh_IsBackgroundOnly()
    {
        var sheet = TurntableRenderer.Render(new TriangleMesh([], []), [], ViewSize);

        Assert.All(Enumerable.Range(0, 8), view => Assert.False(IsClay(At(sheet, view, 32, 32))));
    }

    private static Span<byte> At(Picture sheet, int view, int x, int y) => sheet[(view % 4 * ViewSize) + x, (view / 4 * ViewSize) + y];

    private static int Saturation(ReadOnlySpan<byte> p) => Math.Max(p[0], Math.Max(p[1], p[2])) - Math.Min(p[0], Math.Min(p[1], p[2]));

    // The background is bluish, the clay is warm.
    private static bool IsClay(ReadOnlySpan<byte> p) => p[0] > p[2] + 3;
}
