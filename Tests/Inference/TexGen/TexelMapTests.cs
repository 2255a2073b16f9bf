using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen;

public sealed class TexelMapTests
{
    private const int Size = 64;

    [Fact]
    public void Build_AChart_MapsTexelCentresToTheirPointsOnTheSurface()
    {
        // A square from (0.25, 0.25) to (0.75, 0.75) whose 3D position is (u, v, 2 + u).
        var map = TexelMap.Build(Square(0.25f, 0.75f), Size);

        for (var texel = 0; texel < Size * Size; texel++)
        {
            var (u, v) = ((texel % Size + 0.5f) / Size, 1 - ((texel / Size + 0.5f) / Size));
            var inside = u > 0.25f && u < 0.75f && v > 0.25f && v < 0.75f;
            Assert.Equal(inside, map.FaceIds[texel] != 0);
            if (inside)
                Assert.True(Vector3.Distance(map.Position(texel), new Vector3(u, v, 2 + u)) < 1e-5f); // float rounding of screen coordinates up to 64
        }
    }

    [Fact]
    public void Covered_AChart_TellsTheTexelsWithAFace()
    {
        var map = TexelMap.Build(Square(0.25f, 0.75f), Size);

        Assert.Equal(map.FaceIds.Select(id => id != 0), map.Covered());
    }

    [Fact]
    public void Build_AChartSmallerThanATexel_OwnsTheTexelItLiesIn()
    {
        var map = TexelMap.Build(Square(0.502f, 0.505f), Size);

        var texel = Assert.Single(Enumerable.Range(0, Size * Size), i => map.FaceIds[i] != 0);
        Assert.Equal((32, 31), (texel % Size, texel / Size));
        Assert.True(Vector3.Distance(map.Position(texel), new Vector3(0.5035f, 0.5035f, 2.5035f)) < 0.003f); // the chart's own extent
    }

    [Fact]
    public void Build_TheWholeTexture_CoversEveryTexel()
    {
        var map = TexelMap.Build(Square(0, 1), Size);

        Assert.DoesNotContain(0, map.FaceIds);
    }

    private static UvMesh Square(float low, float high)
    {
        Vector2[] uvs = [new(low, low), new(high, low), new(high, high), new(low, high)];
        var positions = Array.ConvertAll(uvs, uv => new Vector3(uv, 2 + uv.X));
        return new UvMesh(new TriangleMesh(positions, [0, 1, 2, 0, 2, 3]), uvs, [0, 1, 2, 3]);
    }
}
