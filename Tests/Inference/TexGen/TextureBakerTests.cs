using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen;

public sealed class TextureBakerTests
{
    // Sums of a few hundred single-precision terms, divided by weights that may be as small as one splat's corner.
    private const double ColourTolerance = 2e-4;

    // A cosine near the limit of 75 degrees may fall on either side of it; each such splat moves its texels.
    private const double MostDifferent = 0.002;

    private const int LeastCompared = 500;

    public static TheoryData<int, int, int, int> Cases => new()
    {
        // seed, view, texture, radius
        { 1, 96, 64, 1 },
        { 2, 128, 33, 0 },
        { 3, 61, 128, 3 },
        { 4, 200, 150, 8 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Project_RandomMesh_EqualsThePlainFormula(int seed, int viewSize, int textureSize, int radius)
    {
        var mesh = RandomMesh(seed);
        var projector = new BackProjector(mesh, viewSize, textureSize, radius);
        var (compared, different) = (0, 0);
        foreach (var view in SixViews.All)
        {
            var picture = RandomPicture(seed, viewSize);
            var actual = projector.Project(picture, view.Camera).Texels;
            var expected = PlainBaker.Project(mesh, picture, view.Camera, textureSize, radius);
            for (var i = 0; i < actual.Length; i++)
            {
                compared += expected[i].Any(v => v != 0) || actual[i] != Vector4.Zero ? 1 : 0;
                different += Enumerable.Range(0, 4).Any(k => Math.Abs(actual[i][k] - expected[i][k]) > ColourTolerance) ? 1 : 0;
            }
        }

        Assert.True(compared > LeastCompared, $"only {compared} texels were seen by any view");
        Assert.InRange(different, 0, (int)(MostDifferent * compared));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bake_SixViewsOfARandomMesh_MergesAsThePlainFormula(int seed, int viewSize, int textureSize, int radius)
    {
        var mesh = RandomMesh(seed);
        var views = SixViews.All.Select((view, i) => (Picture: RandomPicture(seed + i, viewSize), View: view)).ToArray();

        var baked = TextureBaker.Bake(mesh, views, textureSize, radius);
        var (colours, trusted) = PlainBaker.Merge(views.Select(v => (PlainBaker.Project(mesh, v.Picture, v.View.Camera, textureSize, radius), (double)v.View.BakeWeight)), textureSize);

        var (compared, different) = (trusted.Count(t => t), 0);
        for (var i = 0; i < trusted.Length; i++)
            different += trusted[i] != baked.Trusted[i] || Enumerable.Range(0, 3).Any(k => Math.Abs(baked.Colours[i][k] - colours[i][k]) > ColourTolerance) ? 1 : 0;
        Assert.True(compared > LeastCompared, $"only {compared} texels were painted");
        Assert.InRange(different, 0, (int)(MostDifferent * compared));
    }

    [Fact]
    public void Merge_AViewThatAddsNothing_IsLeftOut()
    {
        var all = new ViewTexture(8, [.. Enumerable.Repeat(new Vector4(1, 0, 0, 1), 64)]);
        var merger = new TextureMerger(8);
        Assert.True(merger.Add(all, 1));
        Assert.False(merger.Add(all with { Texels = [.. Enumerable.Repeat(new Vector4(0, 1, 0, 1), 64)] }, 1));
        Assert.All(merger.Finish().Colours, colour => Assert.Equal(Vector3.UnitX, colour));
    }

    // A sheet wrapped round to a bumpy ball, its layout sheared and jittered so that no texel lies under a straight line of pixels.
    private static RenderMesh RandomMesh(int seed)
    {
        const int Around = 24, Down = 12;
        var random = new Random(seed);
        var (positions, uvs) = (new Vector3[(Around + 1) * (Down + 1)], new Vector2[(Around + 1) * (Down + 1)]);
        var bumps = Enumerable.Range(0, Around * (Down + 1)).Select(_ => 0.7f + 0.4f * random.NextSingle()).ToArray();
        for (var i = 0; i < positions.Length; i++)
        {
            var (column, row) = (i % (Around + 1), i / (Around + 1));
            var (longitude, latitude) = (MathF.Tau * column / Around, MathF.PI * (0.02f + 0.96f * row / Down));
            positions[i] = bumps[row * Around + column % Around] * new Vector3(MathF.Sin(latitude) * MathF.Sin(longitude), MathF.Cos(latitude), MathF.Sin(latitude) * MathF.Cos(longitude));
            uvs[i] = new Vector2(0.05f + 0.8f * (column + 0.3f * random.NextSingle()) / Around + 0.08f * row / Down, 0.95f - 0.88f * (row + 0.3f * random.NextSingle()) / Down);
        }

        var indices = new List<int>();
        for (var row = 0; row < Down; row++)
        {
            for (var column = 0; column < Around; column++)
            {
                var corner = row * (Around + 1) + column;
                indices.AddRange([corner, corner + Around + 1, corner + 1, corner + 1, corner + Around + 1, corner + Around + 2]);
            }
        }

        return RenderMesh.From(new UvMesh(new TriangleMesh(positions, [.. indices]), uvs, [.. Enumerable.Range(0, positions.Length)]));
    }

    private static Picture RandomPicture(int seed, int size)
    {
        var picture = new Picture(size, size);
        new Random(seed).NextBytes(picture.Pixels);
        return picture;
    }
}
