using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen.Relief;
using Hunyuan3D.Tests.Inference.Export;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Relief;

public sealed class PaintingTests
{
    [Fact]
    public void SubjectColors_RimMixedWithBackground_NeverShows()
    {
        // A red disc on green: its outermost pixels are mixed with the green, as an editor's soft brush does.
        var picture = Drawing.Of(256, 256, (x, y) => Distance(x, y) < 80, (x, y) => Distance(x + 0.5, y + 0.5) > 79 ? ((byte)128, (byte)128, (byte)0) : ((byte)255, (byte)0, (byte)0));

        var colors = new SubjectColors(picture);

        for (var radius = 0; radius < 83; radius++)
        {
            var (sin, cos) = MathF.SinCos(radius * 0.7f);
            var at = new Vector2(128 + radius * cos, 128 + radius * sin);
            Assert.True(colors.IsNear(at));
            Assert.Equal(new Vector4(255, 0, 0, 255), colors.At(at));
        }

        Assert.False(colors.IsNear(new Vector2(128, 20)));

        static double Distance(double x, double y) => Math.Sqrt((x - 128) * (x - 128) + (y - 128) * (y - 128));
    }

    [Fact]
    public void SubjectColors_SubjectThinnerThanItsRim_KeepsItsColors()
    {
        var picture = Drawing.Of(512, 512, (x, y) => x > 255 && x < 257 && y > 50 && y < 450, (_, _) => (10, 200, 30));

        Assert.Equal(new Vector4(10, 200, 30, 255), new SubjectColors(picture).At(new Vector2(256, 200)));
    }

    [Fact]
    public void DepthView_OnePartBehindAnother_SeesOnlyTheNearOne()
    {
        var near = ExportSamples.Sphere(16, 24);
        var positions = near.Positions.Select(p => p + new Vector3(0, 0, 1)).Concat(near.Positions.Select(p => p * 0.5f - new Vector3(0, 0, 1))).ToArray();
        var mesh = new TriangleMesh(positions, [.. near.Indices, .. near.Indices.Select(index => index + near.VertexCount)]);

        var front = new DepthView(mesh, Vector3.UnitZ);

        Assert.True(front.Sees(new Vector3(0, 0, 1.8f)));
        Assert.False(front.Sees(new Vector3(0, 0, 0.2f)));
        Assert.False(front.Sees(new Vector3(0, 0, -0.6f)));
        Assert.True(new DepthView(mesh, -Vector3.UnitZ).Sees(new Vector3(0, 0, -1.4f)));
        Assert.True(new DepthView(mesh, Vector3.UnitX).Sees(new Vector3(0.4f, 0, -1)));
    }

    [Fact]
    public void PictureProjections_OnePicture_PaintsItsMirrorOnTheBack()
    {
        var sphere = ExportSamples.Sphere(32, 48);
        var picture = Drawing.Of(200, 200, (x, y) => Math.Pow(x - 100, 2) + Math.Pow(y - 100, 2) < 90 * 90, (x, _) => x < 100 ? ((byte)250, (byte)0, (byte)0) : ((byte)0, (byte)0, (byte)250));

        var projections = PictureProjections.Of(new ViewPictures(picture), sphere);

        foreach (var position in sphere.Positions.Where(p => Math.Abs(p.X) > 0.05f))
        {
            Assert.True(projections.TryPaint(position, Vector3.Normalize(position), out var color));
            Assert.True(Vector3.Distance(position.X < 0 ? new Vector3(250, 0, 0) : new Vector3(0, 0, 250), color) < 0.01f);
        }
    }

    [Fact]
    public void PictureProjections_FourPictures_EachPaintsItsOwnSide()
    {
        static Picture Disc(byte level) => Drawing.Of(128, 128, (x, y) => Math.Pow(x - 64, 2) + Math.Pow(y - 64, 2) < 2500, (_, _) => (level, level, level));
        var sphere = ExportSamples.Sphere(32, 48);
        var projections = PictureProjections.Of(new ViewPictures(Disc(10), Left: Disc(60), Back: Disc(120), Right: Disc(200)), sphere);

        float At(float x, float z) => projections.TryPaint(new Vector3(x, 0, z) * 0.8f, new Vector3(x, 0, z), out var color) ? color.X : -1;
        Assert.Equal(10, At(0, 1), 0.1f);
        Assert.Equal(60, At(1, 0), 0.1f); // the thing's left side is at +X
        Assert.Equal(120, At(0, -1), 0.1f);
        Assert.Equal(200, At(-1, 0), 0.1f);
    }

    [Fact]
    public void HiddenColors_UnpaintedBelt_RunsSmoothlyBetweenItsBorders()
    {
        var sphere = ExportSamples.Sphere(20, 24);
        var painted = Array.ConvertAll(sphere.Positions, p => Math.Abs(p.Y) > 0.4f);
        var colors = Array.ConvertAll(sphere.Positions, p => Math.Abs(p.Y) > 0.4f ? new Vector3(p.Y > 0 ? 200 : 100) : default);

        HiddenColors.Fill(sphere, colors, painted);

        for (var i = 0; i < colors.Length; i++)
        {
            Assert.InRange(colors[i].X, 100, 200);
            if (Math.Abs(sphere.Positions[i].Y) < 0.01f) Assert.Equal(150, colors[i].X, 3f);
        }
    }

    [Fact]
    public void HiddenColors_PieceThatNoPictureShows_TakesTheMean()
    {
        var sphere = ExportSamples.Sphere(6, 8);
        var mesh = new TriangleMesh([.. sphere.Positions, .. sphere.Positions], [.. sphere.Indices, .. sphere.Indices.Select(index => index + sphere.VertexCount)]);
        var colors = new Vector3[mesh.VertexCount];
        colors.AsSpan(0, sphere.VertexCount).Fill(new Vector3(70));

        HiddenColors.Fill(mesh, colors, [.. Enumerable.Repeat(true, sphere.VertexCount), .. Enumerable.Repeat(false, sphere.VertexCount)]);

        Assert.All(colors, color => Assert.Equal(new Vector3(70), color));
    }
}
