using BenchmarkDotNet.Attributes;
using Hunyuan3D.Benchmarks.TexGen;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Benchmarks.Export;

/// <summary>Eight views of 512^2 of 40,000 faces.</summary>
[MemoryDiagnoser]
public class TurntableBenchmarks
{
    private readonly TexturedMesh _mesh = new(BumpySphere.Create(), new Picture(2048, 2048));

    [GlobalSetup]
    public void Setup() => new Random(1).NextBytes(_mesh.BaseColor.Pixels);

    [Benchmark]
    public void Textured() => TurntableRenderer.Render(_mesh);

    [Benchmark]
    public void Clay() => TurntableRenderer.Render(_mesh.Geometry.Mesh, VertexNormals.Compute(_mesh.Geometry.Mesh));
}
