using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Tests.Inference.Geometry;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ShapeGen;

public sealed class HierarchicalVolumeDecoderTests
{
    // The two decoders round query coordinates differently, by some 1e-7; where the surface is nearly parallel to an edge the crossing moves more.
    private const float PositionTolerance = 1e-5f;

    // Off the grid's symmetry, so that no grid point lies on the surface by chance.
    private static readonly Func<Vector3, float> Torus = p =>
        40 * (0.22f - MathF.Sqrt(MathF.Pow(MathF.Sqrt((p.X - 0.013f) * (p.X - 0.013f) + (p.Y + 0.007f) * (p.Y + 0.007f)) - 0.6f, 2) + (p.Z - 0.003f) * (p.Z - 0.003f)));

    [Theory]
    [InlineData(48, 12, 0f)]
    [InlineData(49, 12, 0f)]
    [InlineData(64, 32, 0f)]
    [InlineData(48, 12, 2.5f)]
    [InlineData(48, 12, -2.5f)]
    public void Decode_SmoothSolid_GivesTheMeshOfTheDenseGrid(int octreeResolution, int minResolution, float level)
    {
        var field = new FunctionField(Torus);
        var dense = new VanillaVolumeDecoder().Decode(field, octreeResolution, level, null, CancellationToken.None);
        var evaluations = field.Evaluations;
        var sparse = new HierarchicalVolumeDecoder(minResolution).Decode(field, octreeResolution, level, null, CancellationToken.None);

        Assert.True(field.Evaluations - evaluations < evaluations, "refinement evaluates fewer points than the dense grid");
        Assert.Equal((dense.PointsPerAxis, dense.OctreeResolution), (sparse.PointsPerAxis, sparse.OctreeResolution));
        var expected = MarchingCubes.Extract(dense, level, CancellationToken.None);
        var actual = MarchingCubes.Extract(sparse, level, CancellationToken.None);
        Assert.Equal(expected.Indices, actual.Indices);
        Assert.True(MeshInvariants.Check(actual).IsSound);

        Assert.All(expected.Positions.Zip(actual.Positions), pair => Assert.InRange(Vector3.Distance(pair.First, pair.Second), 0, PositionTolerance));
    }

    [Fact]
    public void Decode_ResolutionBelowTheCoarseLevel_IsDense()
    {
        var grid = new HierarchicalVolumeDecoder(minResolution: 63).Decode(new FunctionField(Torus), 40, 0f, null, CancellationToken.None);
        Assert.DoesNotContain(grid.Values, float.IsNaN);
    }

    [Fact]
    public void Decode_ThreeLevels_ProgressRisesToOne()
    {
        var progress = new RecordedProgress();
        new HierarchicalVolumeDecoder(minResolution: 12, chunkSize: 500).Decode(new FunctionField(Torus), 48, 0f, progress, CancellationToken.None);
        Assert.Equal(progress.Values.Order(), progress.Values);
        Assert.Equal(1, progress.Values[^1]);
    }

    [Fact]
    public void Decode_CancelledDuringALevel_Throws()
    {
        using var cancel = new CancellationTokenSource();
        var field = new FunctionField(p =>
        {
            cancel.Cancel();
            return Torus(p);
        });
        Assert.ThrowsAny<OperationCanceledException>(() => new HierarchicalVolumeDecoder(12).Decode(field, 96, 0f, null, cancel.Token));
        Assert.InRange(field.Evaluations, 1, 8000 * Environment.ProcessorCount);
    }

    private sealed class RecordedProgress : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value) => Values.Add(value);
    }
}
