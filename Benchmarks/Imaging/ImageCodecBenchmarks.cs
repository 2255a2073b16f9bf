using BenchmarkDotNet.Attributes;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Benchmarks.Imaging;

/// <summary>Picture files in and out: an upload of 1024x1024 pixels, a texture of 2048x2048.</summary>
[MemoryDiagnoser]
public class ImageCodecBenchmarks
{
    private readonly Picture _texture = SyntheticPictures.Texture(2048);
    private byte[] _png = [];
    private byte[] _jpeg = [];
    private byte[] _webp = [];

    [GlobalSetup]
    public void Encode()
    {
        var upload = SyntheticPictures.Texture(1024);
        _png = ImageCodec.EncodePng(upload);
        _jpeg = ImageCodec.EncodeJpeg(upload, 90);
        _webp = ImageCodec.EncodeWebP(upload, 90);
    }

    [Benchmark]
    public Picture DecodePng1024() => ImageCodec.Decode(_png, ImageLimits.Default);

    [Benchmark]
    public Picture DecodeJpeg1024() => ImageCodec.Decode(_jpeg, ImageLimits.Default);

    [Benchmark]
    public Picture DecodeWebP1024() => ImageCodec.Decode(_webp, ImageLimits.Default);

    [Benchmark]
    public byte[] EncodePng2048() => ImageCodec.EncodePng(_texture);

    [Benchmark]
    public byte[] EncodeJpeg2048() => ImageCodec.EncodeJpeg(_texture, 90);
}
