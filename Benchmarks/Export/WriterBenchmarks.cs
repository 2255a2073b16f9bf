using BenchmarkDotNet.Attributes;
using Hunyuan3D.Benchmarks.TexGen;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Benchmarks.Export;

/// <summary>Files of 40,000 faces. The texture is four texels wide: what its encoding costs is in the picture benchmarks.</summary>
[MemoryDiagnoser]
public class WriterBenchmarks
{
    private readonly TexturedMesh _mesh = new(BumpySphere.Create(), new Picture(4, 4));
    private readonly byte[] _glb;

    public WriterBenchmarks() => _glb = GlbWriter.Write(_mesh);

    [Benchmark]
    public byte[] Glb() => GlbWriter.Write(_mesh);

    [Benchmark]
    public byte[] Obj() => ObjWriter.Write(_mesh);

    [Benchmark]
    public byte[] Stl() => StlWriter.Write(_mesh.Geometry.Mesh);

    [Benchmark]
    public byte[] Ply() => PlyWriter.Write(_mesh);

    [Benchmark]
    public GlbModel ReadGlb() => GlbReader.Read(_glb);
}
