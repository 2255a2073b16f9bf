using System.Numerics;
using BenchmarkDotNet.Attributes;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Geometry.Repair;
using Hunyuan3D.Inference.ShapeGen;

namespace Hunyuan3D.Benchmarks.Geometry;

/// <summary>
/// Checks and clean-up of about 1.6 million triangles (19 MB of indices, 10 MB of positions). Matching the edges moves the indices about five times, some
/// 120 MB or 2 ms at 55 GB/s; the rest of the cost is arithmetic on half-edges.
/// </summary>
[MemoryDiagnoser]
public class MeshBenchmark
{
    private TriangleMesh _mesh = null!;
    private TriangleMesh _other = null!;

    [GlobalSetup]
    public void Setup()
    {
        _mesh = Extract(384);
        _other = Extract(192);
    }

    [Benchmark]
    public MeshReport Invariants() => MeshInvariants.Check(_mesh);

    [Benchmark]
    public TriangleMesh Floaters() => FloaterRemover.Remove(_mesh);

    [Benchmark]
    public TriangleMesh DegenerateFaces() => DegenerateFaceRemover.Remove(_mesh);

    [Benchmark]
    public TriangleMesh Repair() => ManifoldRepair.Repair(_mesh);

    [Benchmark]
    public Vector3[] Normals() => VertexNormals.Compute(_mesh);

    [Benchmark]
    public SurfaceDistance Distance() => MeshMetrics.Distance(_mesh, _other);

    [Benchmark]
    public double VolumeIoU() => MeshMetrics.VolumeIoU(_mesh, _other);

    private static TriangleMesh Extract(int octreeResolution)
    {
        var grid = new VanillaVolumeDecoder().Decode(new GyroidField(), octreeResolution, 0f, null, CancellationToken.None);
        return MarchingCubes.Extract(grid, 0f, CancellationToken.None);
    }
}
