using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Inference.TexGen.Unwrapping;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen.Unwrapping;

public sealed class UvReportTests
{
    /// <summary>UVs here are short binary fractions; only the square roots round.</summary>
    private const int Digits = 9;

    [Fact]
    public void Measure_SquareLaidOutAsItIs_HasNoStretchAndNoSeam()
    {
        var report = UvReport.Measure(Square(new(0.25f), new(0.75f, 0.25f), new(0.75f), new(0.25f, 0.75f)), 256);

        Assert.Equal(1, report.Charts);
        Assert.Equal(0.25, report.Coverage, Digits);
        Assert.Equal(1, report.L2Stretch, Digits);
        Assert.Equal(1, report.LInfStretch, Digits);
        Assert.Equal(0, report.SeamLength);
    }

    /// <summary>Squeezed to a quarter along v: with the density sqrt(1/4) taken out, a step along u is 1/2 and along v is 2 on the surface.</summary>
    [Fact]
    public void Measure_SquareSqueezedToAQuarter_IsStretchedTwice()
    {
        var report = UvReport.Measure(Square(new(0, 0), new(1, 0), new(1, 0.25f), new(0, 0.25f)), 256);

        Assert.Equal(2, report.LInfStretch, Digits);
        Assert.Equal(Math.Sqrt((4 + 0.25) / 2), report.L2Stretch, Digits);
    }

    [Fact]
    public void Measure_TwoTrianglesApart_CountsTheDiagonalAsSeam()
    {
        var positions = new Vector3[] { new(0, 0, 0), new(1, 0, 0), new(1, 1, 0), new(0, 0, 0), new(1, 1, 0), new(0, 1, 0) };
        var uvs = new Vector2[] { new(0, 0), new(0.25f, 0), new(0.25f, 0.25f), new(0.5f, 0.5f), new(0.75f, 0.75f), new(0.5f, 0.75f) };

        var report = UvReport.Measure(new UvMesh(new TriangleMesh(positions, [0, 1, 2, 3, 4, 5]), uvs, [0, 1, 2, 0, 2, 3]), 256);

        Assert.Equal(2, report.Charts);
        Assert.Equal(Math.Sqrt(2), report.SeamLength, 6);
    }

    private static UvMesh Square(params Vector2[] uvs) =>
        new(new TriangleMesh([Vector3.Zero, Vector3.UnitX, new(1, 1, 0), Vector3.UnitY], [0, 1, 2, 0, 2, 3]), uvs, [0, 1, 2, 3]);
}
