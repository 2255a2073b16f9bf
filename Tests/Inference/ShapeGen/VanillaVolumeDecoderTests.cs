using System.Numerics;
using Hunyuan3D.Inference.ShapeGen;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ShapeGen;

public sealed class VanillaVolumeDecoderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8000)]
    public void Decode_AnyChunkSize_EvaluatesEveryGridPointOnce(int chunkSize)
    {
        const int Octree = 9;
        var grid = new VanillaVolumeDecoder(chunkSize).Decode(new PointCodeField(), Octree, 0f, null, CancellationToken.None);

        Assert.Equal((Octree + 1, Octree), (grid.PointsPerAxis, grid.OctreeResolution));
        for (int i = 0, p = 0; i <= Octree; i++)
        {
            for (var j = 0; j <= Octree; j++)
            {
                for (var k = 0; k <= Octree; k++, p++)
                    Assert.Equal(PointCodeField.Code(new Vector3(Coordinate(i), Coordinate(j), Coordinate(k))), grid.Values[p], 1e-3f);
            }
        }

        static float Coordinate(int i) => (float)(-1.01 + 2.02 * i / Octree);
    }

    [Fact]
    public void Decode_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new VanillaVolumeDecoder().Decode(new PointCodeField(), 16, 0f, null, cancel.Token));
    }

    [Fact]
    public void Decode_SmallChunks_ReportsProgressUpToOne()
    {
        var progress = new LargestValue();
        new VanillaVolumeDecoder(chunkSize: 100).Decode(new PointCodeField(), 16, 0f, progress, CancellationToken.None);
        Assert.Equal(1, progress.Value);
        Assert.Equal(50, progress.Count);
    }

    private sealed class PointCodeField : IImplicitField
    {
        public static float Code(Vector3 p) => p.X * 100 + p.Y * 10 + p.Z;

        public void Evaluate(ReadOnlySpan<Vector3> points, Span<float> logits)
        {
            for (var i = 0; i < points.Length; i++)
                logits[i] = Code(points[i]);
        }
    }

    private sealed class LargestValue : IProgress<double>
    {
        private readonly Lock _gate = new();

        public double Value { get; private set; }

        public int Count { get; private set; }

        public void Report(double value)
        {
            lock (_gate)
                (Value, Count) = (Math.Max(Value, value), Count + 1);
        }
    }
}
