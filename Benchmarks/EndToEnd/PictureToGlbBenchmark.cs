using BenchmarkDotNet.Attributes;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.ShapeGen.Relief;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Inference.TexGen.Relief;

namespace Hunyuan3D.Benchmarks.EndToEnd;

/// <summary>
/// Picture file to GLB bytes without the cluster, with the default options (octree 256, 40,000 faces, texture 2048); the time of every step of the last run is printed at the end.
/// </summary>
[MemoryDiagnoser]
public class PictureToGlbBenchmark
{
    private readonly ReliefShapeEngine _shape = new(new HierarchicalVolumeDecoder(), TimeProvider.System);
    private readonly ReliefTextureEngine _texture = new(TimeProvider.System);
    private readonly List<KeyValuePair<string, double>> _seconds = [];
    private byte[] _file = null!;
    private TexturedMesh _mesh = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        _file = await File.ReadAllBytesAsync(Path.Combine(Checkout.Folder, "Tests", "Samples", "robot.png"));
        await PictureToGlb();
    }

    [Benchmark]
    public async Task<byte[]> PictureToGlb()
    {
        var picture = ImageCodec.Decode(_file, new ImageLimits());
        var shape = await _shape.GenerateAsync(new ShapeRequest(new ViewPictures(picture)), StageContext.None, CancellationToken.None);
        var texture = await _texture.GenerateAsync(new TextureRequest(shape.Mesh, shape.Cutouts), StageContext.None, CancellationToken.None);
        _seconds.Clear();
        _seconds.AddRange(shape.Seconds);
        _seconds.AddRange(texture.Seconds);
        _mesh = texture.Mesh;
        return GlbWriter.Write(_mesh);
    }

    [Benchmark]
    public byte[] WriteGlb() => GlbWriter.Write(_mesh);

    [GlobalCleanup]
    public void ReportSteps()
    {
        foreach (var (step, seconds) in _seconds)
            Console.WriteLine($"// {step}: {seconds:f3} s");
    }
}
