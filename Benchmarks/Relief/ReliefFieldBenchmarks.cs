using BenchmarkDotNet.Attributes;
using Hunyuan3D.Benchmarks.Samples;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.ShapeGen.Relief;

namespace Hunyuan3D.Benchmarks.Relief;

/// <summary>The relief solid of the robot at octree 256: making its field, and decoding it.</summary>
[MemoryDiagnoser]
public class ReliefFieldBenchmarks
{
    private const int OctreeResolution = 256;

    private readonly ViewPictures _pictures = new(SamplePicture.Render(SampleModel.Of(Robot.Make(), 128), ViewSide.Front, 512));
    private readonly ReliefField _field;

    public ReliefFieldBenchmarks() => _field = ReliefField.Of(_pictures, OctreeResolution);

    [Benchmark]
    public ReliefField Field() => ReliefField.Of(_pictures, OctreeResolution);

    [Benchmark]
    public VoxelGrid Decode() => new HierarchicalVolumeDecoder().Decode(_field, OctreeResolution, 0, null, CancellationToken.None);
}
