using BenchmarkDotNet.Attributes;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Benchmarks.Imaging;

/// <summary>An opaque picture to a subject with alpha, and that to the shape models' input.</summary>
[MemoryDiagnoser]
public class SubjectCutterBenchmarks
{
    private Picture _picture = SyntheticPictures.SubjectOnGradient(8);
    private Picture _cutout = SyntheticPictures.SubjectOnGradient(8);

    [Params(1024, 2048)]
    public int Side { get; set; }

    [GlobalSetup]
    public void Draw()
    {
        _picture = SyntheticPictures.SubjectOnGradient(Side);
        _cutout = SubjectCutter.Cut(_picture).Picture;
    }

    [Benchmark]
    public SubjectCutout Cut() => SubjectCutter.Cut(_picture);

    [Benchmark]
    public float[] PreprocessTo512() => new ImageProcessor(512).Process(_cutout).Image;
}
