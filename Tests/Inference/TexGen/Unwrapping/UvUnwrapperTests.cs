using System.Numerics;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Inference.TexGen.Unwrapping;
using Xunit;
using Xunit.Abstractions;

namespace Hunyuan3D.Tests.Inference.TexGen.Unwrapping;

public sealed class UvUnwrapperTests(ITestOutputHelper output)
{
    /// <summary>The bound holds at the density of each chart; the report measures at the mean density of all.</summary>
    private const double DensityTolerance = 1.05;

    private static readonly Dictionary<string, Func<TriangleMesh>> Meshes = new()
    {
        ["sphere"] = () => SampleMeshes.Box(16, sphere: true),
        ["torus"] = () => SampleMeshes.Torus(80, 40),
        ["box"] = () => SampleMeshes.Box(4),
        ["noise"] = () => SampleMeshes.Noise(40, seed: 1),
        ["rough noise"] = () => SampleMeshes.Noise(32, seed: 2, frequency: 9),
        ["tetrahedra"] = () => SampleMeshes.Tetrahedra(1000, seed: 3),
        ["fan"] = () => SampleMeshes.Fan(24),
        ["moebius"] = () => SampleMeshes.Moebius(60),
        ["soup"] = () => SampleMeshes.Soup(80, 600, seed: 4),
        ["wavy sheet"] = () => SampleMeshes.Sheet(40, (u, v) => 0.1f * MathF.Sin(20 * u) * MathF.Cos(17 * v)),
        ["triangle"] = () => new TriangleMesh([Vector3.Zero, Vector3.UnitX, Vector3.UnitY], [0, 1, 2]),
    };

    public static TheoryData<string> MeshNames => [.. Meshes.Keys];

    [Theory]
    [MemberData(nameof(MeshNames))]
    public void Unwrap_AnyMesh_LaysEveryFaceOutOnce(string name)
    {
        var mesh = Meshes[name]();

        var result = UvUnwrapper.Unwrap(mesh, 1024, null, CancellationToken.None);

        UvChecks.AssertValid(mesh, result);
        var report = UvReport.Measure(result, 1024);
        output.WriteLine($"{name}: {mesh.FaceCount} faces, {report}");
        Assert.InRange(report.LInfStretch, 1, ChartMaker.MaxStretch * DensityTolerance);
    }

    [Theory]
    [InlineData("noise", 1024)]
    [InlineData("noise", 500)]
    [InlineData("soup", 2048)]
    [InlineData("tetrahedra", 2048)]
    public void Unwrap_AnyTextureSize_ChartsShareNoTexelOfABilinearSample(string name, int textureSize)
    {
        var result = UvUnwrapper.Unwrap(Meshes[name](), textureSize, null, CancellationToken.None);

        Assert.Equal(0, UvChecks.SharedTexels(result, textureSize));
    }

    [Theory]
    [InlineData("sphere", 12)]
    [InlineData("torus", 40)]
    [InlineData("noise", 40)]
    [InlineData("box", 8)]
    public void Unwrap_OrdinaryMesh_FillsTheAtlasWithFewEvenCharts(string name, int mostCharts)
    {
        var report = UvReport.Measure(UvUnwrapper.Unwrap(Meshes[name](), 2048, null, CancellationToken.None), 2048);

        Assert.InRange(report.Coverage, 0.65, 1);
        Assert.InRange(report.Charts, 1, mostCharts);
        Assert.InRange(report.L2Stretch, 1, 1.02);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    public void Unwrap_AThousandSmallParts_BecomeANetEachAndFillTheAtlas(int textureSize)
    {
        var report = UvReport.Measure(UvUnwrapper.Unwrap(Meshes["tetrahedra"](), textureSize, null, CancellationToken.None), textureSize);

        Assert.Equal(1000, report.Charts);
        Assert.InRange(report.Coverage, 0.65, 1);
        Assert.InRange(report.LInfStretch, 1, 1.001);
    }

    /// <summary>Nothing is known of these meshes but their seed; each must end, soon, and hold all that is promised.</summary>
    [Fact]
    public void Unwrap_RandomMeshes_HoldAllPromisesInBoundedTime()
    {
        for (var seed = 0; seed < 24; seed++)
        {
            var random = new Random(seed);
            var mesh = (seed % 4) switch
            {
                0 => SampleMeshes.Soup(random.Next(3, 60), random.Next(1, 500), seed),
                1 => SampleMeshes.Noise(random.Next(6, 24), seed, random.Next(1, 14)),
                2 => SampleMeshes.Tetrahedra(random.Next(1, 400), seed),
                _ => Crumpled(random),
            };
            if (mesh.FaceCount == 0 || !HasArea(mesh)) continue;
            var textureSize = 1 << random.Next(8, 12);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30)); // an endless merge ends in an exception here
            try
            {
                var result = UvUnwrapper.Unwrap(mesh, textureSize, null, limit.Token);
                UvChecks.AssertValid(mesh, result);
                Assert.InRange(UvReport.Measure(result, textureSize).LInfStretch, 1 / DensityTolerance, ChartMaker.MaxStretch * DensityTolerance);
            }
            catch (StageInputException e)
            {
                Assert.Contains("charts, more than the texture has room for", e.Message, StringComparison.Ordinal);
            }
        }
    }

    // A sheet whose vertices are pushed about, some onto each other, some faces repeated or turned over.
    private static TriangleMesh Crumpled(Random random)
    {
        var sheet = SampleMeshes.Sheet(random.Next(3, 16), (_, _) => random.NextSingle() * 0.2f);
        var positions = Array.ConvertAll(sheet.Positions, p => random.Next(10) == 0 ? sheet.Positions[random.Next(sheet.VertexCount)] : p);
        var indices = sheet.Indices.ToList();
        for (var i = 0; i < sheet.Indices.Length; i += 3 * random.Next(1, 9))
            indices.AddRange(random.Next(2) == 0 ? sheet.Indices[i..(i + 3)] : [sheet.Indices[i + 1], sheet.Indices[i], sheet.Indices[i + 2]]);
        return new TriangleMesh(positions, [.. indices]);
    }

    private static bool HasArea(TriangleMesh mesh) => mesh.Indices.Chunk(3).Any(f =>
        Vector3.Cross(mesh.Positions[f[1]] - mesh.Positions[f[0]], mesh.Positions[f[2]] - mesh.Positions[f[0]]).Length() > 1e-6f);

    /// <summary>Sheets that meet along an edge go on in one chart where they are flattest, so fins do not shatter what they stand on.</summary>
    [Fact]
    public void Unwrap_FinsOnAFlatSheet_LeaveItWhole()
    {
        var sheet = SampleMeshes.Sheet(20, (_, _) => 0);
        var (positions, indices) = (sheet.Positions.ToList(), sheet.Indices.ToList());
        for (var i = 0; i < sheet.Indices.Length; i += 30)
        {
            indices.AddRange([sheet.Indices[i], sheet.Indices[i + 1], positions.Count]);
            positions.Add((sheet.Positions[sheet.Indices[i]] + sheet.Positions[sheet.Indices[i + 1]]) / 2 + new Vector3(0, 0, 0.2f));
        }

        var mesh = new TriangleMesh([.. positions], [.. indices]);
        var result = UvUnwrapper.Unwrap(mesh, 1024, null, CancellationToken.None);

        UvChecks.AssertValid(mesh, result);
        // The sheet may be cut for the atlas's sake, but not at each of its 80 fins.
        Assert.InRange(UvReport.Measure(result, 1024).Charts, 81, 110);
    }

    /// <summary>Several at once on the same pool give every one of them another number of threads and another order of work than one alone.</summary>
    [Fact]
    public async Task Unwrap_SeveralAtOnce_AllGiveTheBytesOfOneAlone()
    {
        var mesh = Meshes["noise"]();
        var alone = UvUnwrapper.Unwrap(mesh, 1024, null, CancellationToken.None);

        var together = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => UvUnwrapper.Unwrap(mesh, 1024, null, CancellationToken.None))));

        Assert.All(together, result =>
        {
            Assert.Equal(alone.Uvs, result.Uvs);
            Assert.Equal(alone.Mesh.Indices, result.Mesh.Indices);
            Assert.Equal(alone.SourceVertices, result.SourceVertices);
        });
    }

    [Fact]
    public void Unwrap_Progress_RisesToOne()
    {
        var reports = new List<double>();

        UvUnwrapper.Unwrap(Meshes["noise"](), 1024, new Recorder(reports), CancellationToken.None);

        Assert.Equal(reports.Order(), reports);
        Assert.Equal(1, reports[^1]);
        Assert.True(reports.Count > 5);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.7)]
    public void Unwrap_Cancelled_StopsWhereItIs(double at)
    {
        using var source = new CancellationTokenSource();
        var reports = new List<double>();
        var recorder = new Recorder(reports, value =>
        {
            if (value >= at)
                source.Cancel();
        });

        Assert.ThrowsAny<OperationCanceledException>(() => UvUnwrapper.Unwrap(Meshes["noise"](), 1024, recorder, source.Token));
        Assert.True(reports[^1] < 1);
    }

    [Fact]
    public void Unwrap_FaceWithoutArea_CollapsesAtItsNeighbour()
    {
        var mesh = new TriangleMesh([Vector3.Zero, Vector3.UnitX, Vector3.UnitY, Vector3.UnitX / 2], [0, 1, 2, 0, 3, 1, 2, 2, 1]);

        var result = UvUnwrapper.Unwrap(mesh, 256, null, CancellationToken.None);

        UvChecks.AssertValid(mesh, result);
        Assert.Equal(2, UvReport.Measure(result, 256).CollapsedFaces);
        Assert.All(result.Mesh.Indices.Skip(3), v => Assert.Contains(result.Uvs[v], result.Mesh.Indices.Take(3).Select(w => result.Uvs[w])));
    }

    [Fact]
    public void Unwrap_NoFaces_SaysSo() => AssertRefused(new TriangleMesh([Vector3.Zero], []), "no faces");

    [Fact]
    public void Unwrap_NoArea_SaysSo() => AssertRefused(new TriangleMesh([Vector3.Zero, Vector3.UnitX, 2 * Vector3.UnitX], [0, 1, 2]), "no area");

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Unwrap_VertexIsNoNumber_NamesTheVertex(float bad) =>
        AssertRefused(new TriangleMesh([Vector3.Zero, new Vector3(1, bad, 0), Vector3.UnitY], [0, 1, 2]), "Vertex 1");

    [Fact]
    public void Unwrap_IndexWithoutVertex_NamesTheRange() => AssertRefused(new TriangleMesh([Vector3.Zero, Vector3.UnitX, Vector3.UnitY], [0, 1, 3]), "0 to 2");

    [Fact]
    public void Unwrap_MoreChartsThanTheTextureHolds_AsksForALargerOne()
    {
        var error = Assert.Throws<StageInputException>(
            () => UvUnwrapper.Unwrap(SampleMeshes.Tetrahedra(3000, seed: 5), UvUnwrapper.MinTextureSize, null, CancellationToken.None));

        Assert.Equal("textureSize", error.Field);
        Assert.Contains("larger texture", error.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(TriangleMesh mesh, string reason)
    {
        var error = Assert.Throws<StageInputException>(() => UvUnwrapper.Unwrap(mesh, 1024, null, CancellationToken.None));
        Assert.Equal("mesh", error.Field);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private sealed class Recorder(List<double> reports, Action<double>? then = null) : IProgress<double>
    {
        public void Report(double value)
        {
            reports.Add(value);
            then?.Invoke(value);
        }
    }
}
