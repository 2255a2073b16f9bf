using System.Diagnostics;
using System.Numerics;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Inference.TexGen.GivenMeshes;
using Hunyuan3D.Tests.Inference.Export;
using Hunyuan3D.Tests.Inference.Geometry;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen.GivenMeshes;

public sealed class UvLayoutCheckTests
{
    [Fact]
    public void Check_ChartsSideBySide_AreKept()
    {
        var cube = ExportSamples.Cube().Geometry;
        Assert.Equal(cube.Uvs, UvLayoutCheck.Check(cube, "mesh", CancellationToken.None).Uvs);
    }

    [Fact]
    public void Check_WhatTheUnwrapperMakes_IsKept()
    {
        var unwrapped = UvUnwrapper.Unwrap(SampleMeshes.Torus(60, 40), 512, null, CancellationToken.None);
        Assert.Equal(unwrapped.Uvs, UvLayoutCheck.Check(unwrapped, "mesh", CancellationToken.None).Uvs);
    }

    [Fact]
    public void Check_JustOutside_IsDrawnIn()
    {
        var checkedMesh = UvLayoutCheck.Check(Triangle(new(-5e-4f, 0), new(1.0005f, 0), new(0, 1)), "mesh", CancellationToken.None);
        Assert.Equal([Vector2.Zero, Vector2.UnitX, Vector2.UnitY], checkedMesh.Uvs);
    }

    [Theory]
    [InlineData(1.5f, "outside 0 to 1")]
    [InlineData(-3f, "outside 0 to 1")]
    [InlineData(float.NaN, "outside 0 to 1")]
    [InlineData(0f, "100 % of the surface has no area in the texture")]
    public void Check_UselessUvs_SaysWhich(float u, string reason)
    {
        var error = Assert.Throws<StageInputException>(() => UvLayoutCheck.Check(Triangle(Vector2.Zero, new(u, 0), new(0, 1)), "mesh", CancellationToken.None));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("Leave keepUvs out", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_MirroredHalves_AreRefused()
    {
        var mesh = new TriangleMesh([new(-1, 0, 0), new(0, 0, 0), new(0, 1, 0), new(1, 0, 0)], [0, 1, 2, 1, 3, 2]);
        var mirrored = new UvMesh(mesh, [Vector2.Zero, Vector2.UnitX, Vector2.One, Vector2.Zero], [0, 1, 2, 3]);
        var error = Assert.Throws<StageInputException>(() => UvLayoutCheck.Check(mirrored, "mesh", CancellationToken.None));
        Assert.Contains("belongs to several faces at once", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-4f)]
    public void Check_AMillionFacesOnOnePlace_IsQuick(float width)
    {
        // Each covers the texture, or as a sliver all of its rows.
        var mesh = new TriangleMesh([.. Enumerable.Range(0, 3_000_000).Select(i => new Vector3(i % 3, i % 3 == 1 ? 1 : 0, i / 3))], [.. Enumerable.Range(0, 3_000_000)]);
        Vector2[] corners = width == 0 ? [Vector2.Zero, Vector2.UnitX, Vector2.One] : [Vector2.Zero, new(width, 0), new(width, 1)];
        var stacked = new UvMesh(mesh, [.. Enumerable.Range(0, 3_000_000).Select(i => corners[i % 3])], [.. Enumerable.Range(0, 3_000_000)]);
        var start = Stopwatch.GetTimestamp();
        Assert.Throws<StageInputException>(() => UvLayoutCheck.Check(stacked, "mesh", CancellationToken.None));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Draw_RandomTriangulation_UsesEveryCellOnceAsThePlainCountSays()
    {
        // A jittered grid covers the square without overlaps, so every cell is used exactly once; one more triangle repeats exactly the cells it covers.
        var random = new Random(3);
        const int Side = 20;
        var points = new Vector2[(Side + 1) * (Side + 1)];
        for (var i = 0; i < points.Length; i++)
        {
            var (x, y) = (i % (Side + 1), i / (Side + 1));
            var jitter = x is 0 or Side || y is 0 or Side ? Vector2.Zero : new Vector2(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f) * 0.6f;
            points[i] = (new Vector2(x, y) + jitter) / Side;
        }

        var cells = new UsedCells();
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var a = y * (Side + 1) + x;
                cells.Draw(points[a], points[a + 1], points[a + Side + 2]);
                cells.Draw(points[a + Side + 1], points[a], points[a + Side + 2]); // the other way round
            }
        }

        Assert.Equal((UsedCells.Count, 0), (cells.Used, cells.Repeated));
        cells.Draw(new(0.1f, 0.2f), new(0.7f, 0.3f), new(0.4f, 0.9f));
        Assert.Equal(PlainCount(new(0.1f, 0.2f), new(0.7f, 0.3f), new(0.4f, 0.9f)), cells.Repeated);
    }

    private static int PlainCount(Vector2 a, Vector2 b, Vector2 c)
    {
        var count = 0;
        for (var i = 0; i < UsedCells.Count; i++)
        {
            double x = (i % UsedCells.Side + 0.5) / UsedCells.Side, y = (i / UsedCells.Side + 0.5) / UsedCells.Side;
            if (Inner(a, b) && Inner(b, c) && Inner(c, a)) count++;
            bool Inner(Vector2 p, Vector2 q) => ((double)q.X - p.X) * (y - p.Y) - ((double)q.Y - p.Y) * (x - p.X) > 0;
        }

        return count;
    }

    private static UvMesh Triangle(Vector2 a, Vector2 b, Vector2 c) =>
        new(new TriangleMesh([Vector3.Zero, Vector3.UnitX, Vector3.UnitY], [0, 1, 2]), [a, b, c], [0, 1, 2]);
}
