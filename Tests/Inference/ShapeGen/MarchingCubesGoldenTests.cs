using System.Numerics;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Tests.Golden;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ShapeGen;

/// <summary>Marching cubes against the meshes that scikit-image made of the same grids.</summary>
public sealed class MarchingCubesGoldenTests
{
    // The recorded tolerance; crossings at a grid point are moved by 2^-14 of a cell, here at most 7.3e-6.
    private const float PositionTolerance = 1e-5f;

    [Theory]
    [InlineData("smooth", 0f)]
    [InlineData("smooth_level", 0.17f)]
    [InlineData("lattice_sphere", 0f)]
    [InlineData("nan_shell", 0f)]
    [InlineData("blobs", 0f)]
    public void Extract_RecordedGrid_HasTheVerticesAndTheFaceCountOfScikitImage(string name, float level)
    {
        using var golden = GoldenSet.Expected("shape", "marching-cubes");
        var gridEntry = golden.Entry($"{name}.grid");
        int n = (int)gridEntry.Shape[0];
        var mesh = MarchingCubes.Extract(new VoxelGrid(n, n - 1, golden.ReadSingles($"{name}.grid")), level, CancellationToken.None);
        var v = golden.ReadSingles($"{name}.mc_vertices");
        var f = golden.ReadAs<int>($"{name}.mc_faces");
        var expected = Enumerable.Range(0, v.Length / 3).Select(i => new Vector3(v[3 * i], v[3 * i + 1], v[3 * i + 2])).ToArray();
        var clean = expected.Where(p => !float.IsNaN(p.X)).ToArray();
        var faces = Enumerable.Range(0, f.Length / 3).Count(i => !float.IsNaN(expected[f[3 * i]].X));
        var worst = clean.Max(p => mesh.Positions.Min(q => Vector3.Distance(p, q)));
        var worst2 = mesh.Positions.Max(p => clean.Min(q => Vector3.Distance(p, q)));
        Assert.Equal((clean.Length, faces), (mesh.VertexCount, mesh.FaceCount));
        Assert.InRange(Math.Max(worst, worst2), 0, PositionTolerance);
    }
}
