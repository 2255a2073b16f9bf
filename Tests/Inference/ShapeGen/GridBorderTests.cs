using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.ShapeGen;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ShapeGen;

public sealed class GridBorderTests
{
    [Fact]
    public void Seal_SolidThatFillsTheGrid_BecomesAClosedBoxOfTheGridsSize()
    {
        const int Points = 9;
        var values = new float[Points * Points * Points];
        Array.Fill(values, 3f);
        var grid = new VoxelGrid(Points, Points - 1, values);

        Assert.Equal(Points * Points * Points - 7 * 7 * 7, GridBorder.Seal(grid, 0.5f));

        var report = MeshInvariants.Check(MarchingCubes.Extract(grid, 0.5f, CancellationToken.None));
        Assert.True(report.IsSound, report.ToString());

        // Edges are bevelled by marching cubes: 12 prisms of half a cell's section.
        Assert.InRange(report.SignedVolume / Math.Pow(2.02 * 8 / 9, 3), 0.85, 1);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Seal_RandomGrid_GivesASoundMesh(int seed)
    {
        var grid = MarchingCubesTests.RandomGrid(16, seed, levels: 0);
        GridBorder.Seal(grid, 0.1f);
        var report = MeshInvariants.Check(MarchingCubes.Extract(grid, 0.1f, CancellationToken.None));
        Assert.True(report.IsSound, report.ToString());
    }
}
