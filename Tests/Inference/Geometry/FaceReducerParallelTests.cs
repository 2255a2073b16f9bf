using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Geometry.Reduction;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Geometry;

/// <summary>Meshes large enough to be reduced in cells.</summary>
public sealed class FaceReducerParallelTests
{
    private static readonly Lazy<TriangleMesh> Large = new(() => FaceReducerMeshes.Blob(3, 128));

    private static readonly ReductionSettings SmallCells = new() { FacesPerCell = 2000 };

    [Fact]
    public void Reduce_AnyNumberOfThreads_GivesTheSameMesh()
    {
        var expected = FaceReducer.Reduce(Large.Value, 6000, SmallCells with { Threads = 1 }, null, CancellationToken.None);
        foreach (var threads in new[] { 2, 3, 8 })
        {
            var result = FaceReducer.Reduce(Large.Value, 6000, SmallCells with { Threads = threads }, null, CancellationToken.None);
            Assert.Equal(expected.Indices, result.Indices);
            Assert.Equal(expected.Positions, result.Positions);
        }
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(3_000)]
    [InlineData(501)]
    public void Reduce_InCells_IsAsSoundAndExactAsAtOnce(int maxFaces)
    {
        var before = MeshInvariants.Check(Large.Value);
        var report = MeshInvariants.Check(FaceReducer.Reduce(Large.Value, maxFaces, SmallCells, null, CancellationToken.None));
        Assert.True(report.IsSound, report.ToString());
        Assert.Equal((maxFaces & ~1, before.Components, before.Genus), (report.Faces, report.Components, report.Genus));
        Assert.InRange(report.SignedVolume / before.SignedVolume, 0.98, 1.02);
    }

    [Fact]
    public void Reduce_Progress_RisesToOne()
    {
        var shares = new List<double>();
        var watcher = new Watcher(shares.Add);
        FaceReducer.Reduce(Large.Value, 2000, SmallCells, watcher, CancellationToken.None);
        Assert.True(shares.Count > 10, $"{shares.Count} reports");
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.99)]
    public void Reduce_CancelledOnTheWay_Stops(double at)
    {
        using var source = new CancellationTokenSource();
        var reports = 0;
        var watcher = new Watcher(share =>
        {
            reports++;
            if (share >= at)
                source.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => FaceReducer.Reduce(Large.Value, 100, SmallCells, watcher, source.Token));
        Assert.InRange(reports, 1, 101);
    }

    [Fact]
    public void Reduce_CancelledBefore_DoesNothing()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => FaceReducer.Reduce(Large.Value, 100, null, source.Token));
    }

    private sealed class Watcher(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
