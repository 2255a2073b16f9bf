using System.Numerics;
using BenchmarkDotNet.Attributes;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.ShapeGen.Refinement;

namespace Hunyuan3D.Benchmarks.Geometry;

/// <summary>
/// What the decoders themselves cost at octree resolution 384: a field that does nothing, and the refinement masks. Limits: the dense grid is written once,
/// 228 MB, 4.2 ms at 55 GB/s (plus the system's zeroing of fresh pages); the masks read 29 MB of coarse grid and write 8 MB of bits, below 1 ms.
/// </summary>
public class VolumeDecoderBenchmark
{
    private VoxelGrid _coarse = null!;

    [GlobalSetup]
    public void Setup() => _coarse = new VanillaVolumeDecoder().Decode(new GyroidField(), 192, 0f, null, CancellationToken.None);

    [Benchmark]
    public VoxelGrid Vanilla() => new VanillaVolumeDecoder().Decode(new ZeroField(), 384, 0f, null, CancellationToken.None);

    [Benchmark]
    public VoxelGrid Hierarchical() => new HierarchicalVolumeDecoder().Decode(new GyroidField(), 384, 0f, null, CancellationToken.None);

    [Benchmark]
    public int RefinementMask() => LevelPoints.Around(_coarse.Values, _coarse.PointsPerAxis, 384, 0f, isLast: true).Count;

    private sealed class ZeroField : IImplicitField
    {
        public void Evaluate(ReadOnlySpan<Vector3> points, Span<float> logits) => logits.Clear();
    }
}
