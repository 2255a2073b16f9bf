using System.Numerics;
using Hunyuan3D.Inference.TexGen;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen;

public sealed class RasterizerTests
{
    public static TheoryData<int, int, int, float, bool> RandomSoups => new()
    {
        // seed, faces, width, size of a face relative to the picture, perspective
        { 1, 300, 200, 0.2f, false },
        { 2, 3000, 257, 0.05f, false },
        { 3, 40, 129, 1.5f, false },
        { 4, 500, 97, 0.3f, true },
        { 5, 20000, 193, 0.02f, false },
        { 6, 1, 1, 3f, false },
    };

    [Theory]
    [MemberData(nameof(RandomSoups))]
    public void Rasterize_RandomTriangles_EqualsThePlainFormulaBitForBit(int seed, int faces, int width, float size, bool perspective)
    {
        var (clip, indices) = Soup(seed, faces, size, perspective);
        var height = Math.Max(1, width * 3 / 4);

        var expected = PlainRasterizer.Rasterize(clip, indices, width, height);
        var actual = Rasterizer.Rasterize(clip, indices, width, height);

        Assert.Equal(expected.FaceIds, actual.FaceIds);
        Assert.Equal(expected.Barycentrics, actual.Barycentrics);
    }

    [Fact]
    public void Rasterize_AnImageUsedBefore_IsOverwrittenCompletely()
    {
        var (clip, indices) = Soup(7, 200, 0.5f, perspective: false);
        var image = Rasterizer.Rasterize(clip, indices, 100, 70);
        var (sparse, few) = Soup(8, 5, 0.1f, perspective: false);

        Rasterizer.Rasterize(sparse, few, image);

        var fresh = Rasterizer.Rasterize(sparse, few, 100, 70);
        Assert.Equal(fresh.FaceIds, image.FaceIds);
        Assert.Equal(fresh.Barycentrics, image.Barycentrics);
    }

    [Fact]
    public void Rasterize_NoFaces_IsBackground()
    {
        var image = Rasterizer.Rasterize([], [], 70, 40);

        Assert.All(image.FaceIds, id => Assert.Equal(0, id));
    }

    [Fact]
    public void Rasterize_CornersThatAreNotFinite_DrawNothing()
    {
        Vector4[] clip = [new(0, 0, 0, 0), new(1, 0, 0, 1), new(0, 1, 0, 1), new(float.NaN, 0, 0, 1), new(0, 0, float.PositiveInfinity, 1)];

        var image = Rasterizer.Rasterize(clip, [0, 1, 2, 3, 1, 2, 4, 1, 2], 64, 64);

        Assert.All(image.FaceIds, id => Assert.Equal(0, id));
    }

    [Fact]
    public void Rasterize_CoplanarFaces_TheLowestIndexWins()
    {
        Vector4[] clip = [new(-1, -1, 0.3f, 1), new(1, -1, 0.3f, 1), new(0, 1, 0.3f, 1)];

        var image = Rasterizer.Rasterize(clip, [0, 1, 2, 0, 1, 2, 0, 1, 2], 64, 64);

        Assert.Contains(1, image.FaceIds);
        Assert.DoesNotContain(image.FaceIds, id => id > 1);
    }

    private static (Vector4[] Clip, int[] Indices) Soup(int seed, int faces, float size, bool perspective)
    {
        var random = new Random(seed);
        var clip = new Vector4[faces * 3];
        for (var f = 0; f < faces; f++)
        {
            var centre = new Vector3(Next(1.2f), Next(1.2f), Next(1.1f));
            for (var k = 0; k < 3; k++)
            {
                var p = centre + new Vector3(Next(size), Next(size), Next(0.3f));
                // One in eight faces lies on pixel centres, and one in sixteen in a plane of constant depth: edges and depths that tie.
                if (f % 8 == 0)
                    p = new Vector3(MathF.Round(p.X * 16) / 16, MathF.Round(p.Y * 16) / 16, p.Z);
                if (f % 16 == 0)
                    p.Z = 0.25f;
                var w = perspective ? 0.5f + random.NextSingle() : 1;
                clip[(f * 3) + k] = new Vector4(p * w, w);
            }
        }

        return (clip, Enumerable.Range(0, faces * 3).ToArray());

        float Next(float extent) => ((random.NextSingle() * 2) - 1) * extent;
    }
}
