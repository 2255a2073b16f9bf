using BenchmarkDotNet.Attributes;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Benchmarks.Imaging;

/// <summary>Filling a texture of 2048x2048 of which a quarter is missing, about a million texels, in gaps between round charts.</summary>
[MemoryDiagnoser]
public class NavierStokesInpainterBenchmarks
{
    private const int Side = 2048;

    private readonly Picture _texture = SyntheticPictures.Texture(Side);
    private readonly byte[] _holes = SyntheticPictures.Gaps(Side);

    [Benchmark]
    public Picture Fill2048()
    {
        NavierStokesInpainter.Fill(_texture, _holes);
        return _texture;
    }
}
