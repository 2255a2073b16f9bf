using System.Numerics;
using BenchmarkDotNet.Attributes;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Benchmarks.TexGen;

/// <summary>One view of 40,000 faces at 2048^2, its maps, and the texel map of a 2048^2 texture.</summary>
[MemoryDiagnoser]
public class RasterizerBenchmarks
{
    private const int Size = 2048;

    private readonly UvMesh _uvMesh = BumpySphere.Create();
    private readonly RasterImage _image = new(Size, Size);
    private RenderMesh _mesh = null!;
    private Vector4[] _clip = [];

    [GlobalSetup]
    public void Setup()
    {
        _mesh = RenderMesh.From(_uvMesh);
        _clip = Camera.ToClip(SixViews.All[0].Camera.ToCamera(_mesh.Positions));
        Rasterizer.Rasterize(_clip, _mesh.Indices, _image);
    }

    [Benchmark]
    public void Rasterize() => Rasterizer.Rasterize(_clip, _mesh.Indices, _image);

    [Benchmark]
    public void NormalAndPositionPictures()
    {
        var maps = new SurfaceMaps(_mesh, _image);
        maps.NormalPicture();
        maps.PositionPicture();
    }

    [Benchmark]
    public void TexelMapBuild() => TexelMap.Build(_uvMesh, Size);
}
