using BenchmarkDotNet.Attributes;
using Hunyuan3D.Benchmarks.Geometry;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Inference.TexGen.Unwrapping;

namespace Hunyuan3D.Benchmarks.TexGen;

/// <summary>The unwrap of a gyroid reduced to 40,000 faces, a hard case: handles and saddles everywhere. The quality is printed at the end.</summary>
[MemoryDiagnoser]
public class UvUnwrapperBenchmarks
{
    private const int Faces = 40_000;

    private TriangleMesh _mesh = null!;
    private UvMesh _result = null!;

    [Params(1024, 2048, 4096)]
    public int TextureSize { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var grid = new VanillaVolumeDecoder().Decode(new GyroidField(), 128, 0f, null, CancellationToken.None);
        _mesh = FaceReducer.Reduce(MarchingCubes.Extract(grid, 0f, CancellationToken.None), Faces, null, CancellationToken.None);
    }

    [Benchmark]
    public UvMesh Unwrap() => _result = UvUnwrapper.Unwrap(_mesh, TextureSize, null, CancellationToken.None);

    [GlobalCleanup]
    public void ReportQuality() => Console.WriteLine($"// {_mesh.FaceCount} faces at {TextureSize}: {UvReport.Measure(_result, TextureSize)}");
}
