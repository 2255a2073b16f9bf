using System.Numerics;
using BenchmarkDotNet.Attributes;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.ShapeGen;

namespace Hunyuan3D.Benchmarks.Geometry;

/// <summary>
/// The reduction of about 1.6 million triangles; the error of the result is printed at the end of each case. To 40,000 faces it moves some 200 MB (4 ms
/// at 55 GB/s) and computes some 2 GFLOP (4 ms at 450 GFLOP/s), so neither is the limit: it is the chain of short dependent steps of each of 800,000
/// collapses, 0.75 µs of one core each: loops over rings of 3 to 10 vertices, their branches, and loads from the second-level cache.
/// </summary>
[MemoryDiagnoser]
public class FaceReducerBenchmark
{
    private TriangleMesh _mesh = null!;
    private TriangleMesh _reduced = null!;

    [Params(40_000, 400_000)]
    public int MaxFaces { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var grid = new VanillaVolumeDecoder().Decode(new GyroidField(), 384, 0f, null, CancellationToken.None);
        _mesh = MarchingCubes.Extract(grid, 0f, CancellationToken.None);
    }

    [Benchmark]
    public TriangleMesh Reduce() => _reduced = FaceReducer.Reduce(_mesh, MaxFaces, null, CancellationToken.None);

    [GlobalCleanup]
    public void ReportError()
    {
        var diagonal = Vector3.Distance(_mesh.Positions.Aggregate(Vector3.Min), _mesh.Positions.Aggregate(Vector3.Max));
        var rms = MeshMetrics.Distance(_mesh, _reduced, 1_000_000).Rms / diagonal;
        Console.WriteLine($"// {_mesh.FaceCount} to {_reduced.FaceCount} faces: rms error {rms:e2} of the diagonal; {MeshInvariants.Check(_reduced)}");
    }
}
