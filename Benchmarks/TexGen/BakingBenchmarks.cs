using BenchmarkDotNet.Attributes;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Benchmarks.TexGen;

/// <summary>Six views of 2048^2 into a texture of 2048^2, and the filling of what they leave.</summary>
[MemoryDiagnoser]
public class BakingBenchmarks
{
    private const int Size = 2048;

    private readonly RenderMesh _mesh = RenderMesh.From(BumpySphere.Create());
    private (Picture Picture, SixView View)[] _views = [];
    private BackProjector _projector = null!;
    private BakedTexture _baked = null!;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _views = [.. SixViews.All.Select(view => (new Picture(Size, Size), view))];
        foreach (var (picture, _) in _views)
            random.NextBytes(picture.Pixels);
        _projector = new BackProjector(_mesh, Size, Size, BackProjector.UnreliableRadius(Size));
        _baked = TextureBaker.Bake(_mesh, _views, Size);
    }

    [Benchmark]
    public void BackProjectOneView() => _projector.Project(_views[0].Picture, _views[0].View.Camera);

    [Benchmark]
    public void BackProjectAndMergeSixViews() => TextureBaker.Bake(_mesh, _views, Size);

    [Benchmark]
    public void Inpaint() => TextureInpainter.Fill(_mesh, _baked);
}
