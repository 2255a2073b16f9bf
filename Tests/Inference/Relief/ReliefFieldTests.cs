using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.ShapeGen.Relief;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Relief;

public sealed class ReliefFieldTests
{
    private const float Radius = SubjectFraming.HalfExtent;

    [Fact]
    public void Evaluate_Disc_IsTheEllipsoidThatTheMembraneGives()
    {
        var field = ReliefField.Of(new ViewPictures(Drawing.Disc(256, 100)), 128);

        // laplace(u) = -3 in a disc: u = 3/4 (R^2 - r^2), so the half depth is 0.866 R.
        var depth = MathF.Sqrt(0.75f) * Radius;
        Assert.True(Logit(field, 0, 0, depth * 0.98f) > 0);
        Assert.True(Logit(field, 0, 0, depth * 1.02f) < 0);
        Assert.True(Logit(field, 0.6f, 0, MathF.Sqrt(0.75f * (Radius * Radius - 0.36f)) * 0.97f) > 0);
        Assert.True(Logit(field, 0.6f, 0, MathF.Sqrt(0.75f * (Radius * Radius - 0.36f)) * 1.03f) < 0);
        Assert.True(Logit(field, Radius - 0.01f, 0, 0) > 0);
        Assert.True(Logit(field, Radius + 0.01f, 0, 0) < 0);
    }

    [Fact]
    public void Evaluate_LongStrip_IsATubeOfThatWidth()
    {
        var field = ReliefField.Of(new ViewPictures(Drawing.Box(256, 256, 118, 10, 138, 246)), 256);

        var halfWidth = Radius * 20 / 236;
        var depth = halfWidth * MathF.Sqrt(1.5f);
        Assert.True(Logit(field, 0, 0, depth * 0.95f) > 0);
        Assert.True(Logit(field, 0, 0, depth * 1.05f) < 0);
    }

    [Fact]
    public void Evaluate_NearTheSurface_IsTheDistance()
    {
        var field = ReliefField.Of(new ViewPictures(Drawing.Disc(256, 100)), 256);

        foreach (var offset in (ReadOnlySpan<float>)[-0.02f, -0.01f, 0.01f, 0.02f])
        {
            Assert.Equal(-offset, Logit(field, Radius + offset, 0, 0) / ReliefField.LogitsPerUnit, 0.003f);
            Assert.Equal(-offset, Logit(field, 0, 0, MathF.Sqrt(0.75f) * Radius + offset) / ReliefField.LogitsPerUnit, 0.003f);
        }
    }

    [Fact]
    public void Evaluate_OnePicture_IsSymmetricAndNeverZero()
    {
        var random = new Random(5);
        var picture = Drawing.Of(128, 128, (x, y) => Math.Abs(x - 64) + Math.Abs(y - 50) < 40 || (x > 60 && x < 66 && y < 120), (x, y) => ((byte)(x * 2), (byte)(y * 2), 99));
        var field = ReliefField.Of(new ViewPictures(picture), 128);
        var points = Enumerable.Range(0, 20000).Select(_ => new Vector3(random.NextSingle() * 2.02f - 1.01f, random.NextSingle() * 2.02f - 1.01f, random.NextSingle() * 2.02f - 1.01f)).ToArray();
        var mirrored = Array.ConvertAll(points, p => p with { Z = -p.Z });
        var (front, back) = (new float[points.Length], new float[points.Length]);

        field.Evaluate(points, front);
        field.Evaluate(mirrored, back);

        Assert.Equal(front, back);
        Assert.All(front, logit => Assert.True(Math.Abs(logit) >= 1e-4f && float.IsFinite(logit)));
    }

    [Fact]
    public void Mesh_RingWithAThinBar_IsClosedInOnePieceWithItsHoles()
    {
        // The bar is 2.5 cells wide at this resolution; it cuts the ring's hole in two.
        const int OctreeResolution = 96;
        var bar = 1.25 * 200 / (OctreeResolution * 0.94);
        var picture = Drawing.Of(256, 256, (x, y) => Math.Pow(x - 128, 2) + Math.Pow(y - 128, 2) is var square && square < 100 * 100 && (square > 60 * 60 || Math.Abs(x - 128) < bar));

        var mesh = Mesh(new ViewPictures(picture), OctreeResolution);

        var report = MeshInvariants.Check(mesh);
        Assert.True(report.IsSound);
        Assert.Equal(1, report.Components);
        Assert.Equal(2, report.Genus);
    }

    [Fact]
    public void Mesh_LeftPicture_GivesTheDepth()
    {
        // Twice as deep as wide, and the upper half only half as deep, towards the back.
        var front = Drawing.Box(128, 128, 44, 14, 84, 114);
        var left = Drawing.Of(256, 128, (x, y) => x > 88 && x < 168 && y > 14 && y < 114 && (y > 64 || x > 128));

        var mesh = Mesh(new ViewPictures(front, Left: left), 96);

        Assert.True(MeshInvariants.Check(mesh).IsSound);
        var upper = mesh.Positions.Where(p => p.Y > 0.2f).ToArray();
        var lower = mesh.Positions.Where(p => p.Y < -0.2f).ToArray();
        const float UnitsPerPixel = 2 * SubjectFraming.HalfExtent / 100;
        const float Cell = 2.02f / 96;
        Assert.Equal(40 * UnitsPerPixel, lower.Max(p => p.Z), Cell);
        Assert.Equal(-40 * UnitsPerPixel, lower.Min(p => p.Z), Cell);
        Assert.Equal(0, upper.Max(p => p.Z), Cell); // the picture's left is the front
        Assert.Equal(-40 * UnitsPerPixel, upper.Min(p => p.Z), Cell);
        Assert.Equal(20 * UnitsPerPixel, mesh.Positions.Max(p => p.X), Cell);
    }

    [Fact]
    public void Mesh_RightPicture_IsTheLeftOneMirrored()
    {
        var front = Drawing.Box(128, 128, 44, 14, 84, 114);
        Picture Side(bool mirrored) => Drawing.Of(128, 128, (x, y) => (mirrored ? 128 - x : x) is var across && across > 44 && across < 84 && y > 14 && y < 114 && (y > 64 || across > 64));

        var fromLeft = ReliefField.Of(new ViewPictures(front, Left: Side(mirrored: false)), 64);
        var fromRight = ReliefField.Of(new ViewPictures(front, Right: Side(mirrored: true)), 64);

        var random = new Random(2);
        for (var i = 0; i < 500; i++)
        {
            var point = new Vector3(random.NextSingle() - 0.5f, random.NextSingle() * 2 - 1, random.NextSingle() - 0.5f);
            var logit = Logit(fromLeft, point.X, point.Y, point.Z);
            if (Math.Abs(logit) < 0.95f) Assert.Equal(logit, Logit(fromRight, point.X, point.Y, point.Z), 0.01f * ReliefField.LogitsPerUnit);
        }
    }

    [Fact]
    public void Evaluate_SmallerBackPicture_BoundsOnlyTheBackHalf()
    {
        var front = Drawing.Disc(128, 50);
        var back = Drawing.Of(128, 128, (x, y) => Math.Pow(x - 64, 2) + Math.Pow(y - 64, 2) < 2500 && !(x > 90 && y < 64)); // a corner cut on the picture's right: -X
        var field = ReliefField.Of(new ViewPictures(front, Back: back), 128);

        Assert.True(Logit(field, -0.7f, 0.3f, 0.2f) > 0);
        Assert.True(Logit(field, -0.7f, 0.3f, -0.2f) < 0);
        Assert.True(Logit(field, 0.7f, 0.3f, -0.2f) > 0);
    }

    [Fact]
    public void Evaluate_DarkerSpot_LiesAtMostAFewPercentDeeper()
    {
        static (byte, byte, byte) Spot(int x, int y) => (x - 128) * (x - 128) + (y - 128) * (y - 128) < 64 ? ((byte)20, (byte)20, (byte)20) : ((byte)220, (byte)220, (byte)220);
        var plain = ReliefField.Of(new ViewPictures(Drawing.Disc(256, 100)), 256);
        var spotted = ReliefField.Of(new ViewPictures(Drawing.Of(256, 256, (x, y) => Math.Pow(x - 128, 2) + Math.Pow(y - 128, 2) < 1e4, Spot)), 256);

        float Front(ReliefField field, float x)
        {
            var (inside, outside) = (0f, 1f);
            for (var i = 0; i < 20; i++) (inside, outside) = Logit(field, x, 0, (inside + outside) / 2) > 0 ? ((inside + outside) / 2, outside) : (inside, (inside + outside) / 2);
            return inside;
        }

        Assert.InRange(Front(spotted, 0) / Front(plain, 0), 0.96f, 0.99f);
        Assert.Equal(Front(plain, 0.9f), Front(spotted, 0.9f), 0.01f);
    }

    private static float Logit(ReliefField field, float x, float y, float z)
    {
        Span<float> logit = stackalloc float[1];
        field.Evaluate([new Vector3(x, y, z)], logit);
        return logit[0];
    }

    private static TriangleMesh Mesh(ViewPictures cutouts, int octreeResolution)
    {
        var volume = new VanillaVolumeDecoder().Decode(ReliefField.Of(cutouts, octreeResolution), octreeResolution, 0, null, CancellationToken.None);
        return MarchingCubes.Extract(volume with { OctreeResolution = octreeResolution - 1 }, 0, CancellationToken.None);
    }
}
