using Hunyuan3D.Inference.Checkpoints;
using Xunit;

namespace Hunyuan3D.Tests.Golden;

/// <summary>Whether the texture part of the golden set holds a recording that no test reads.</summary>
public sealed class PaintSetTests
{
    // Each is compared tensor by tensor, and a tensor that is not compared fails there: PaintParityTests (unet, vae, scheduler, delight), DenoiseParityTests (denoise), RasterGoldenTests,
    // BakeGoldenTests, PaintImageTests (image).
    private static readonly string[] Compared =
    [
        "bake/expected.safetensors", "delight/expected.safetensors", "denoise/base.safetensors", "denoise/turbo.safetensors", "image/expected.safetensors", "raster/expected.safetensors",
        "scheduler/expected.safetensors", "unet/expected.safetensors", "vae/expected.safetensors",
    ];

    [Fact]
    public void Recordings_OfTheTexturePipeline_AreAllCompared()
    {
        var root = GoldenSet.Folder("paint");
        var recordings = Directory.EnumerateFiles(root, "*.safetensors", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("ckpt/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        Assert.Equal(Compared, recordings);
    }

    /// <summary>Both files of a part hold the same tensors, the pickled one under the VAE's older names: either makes the same graphs.</summary>
    [Theory]
    [InlineData("unet"), InlineData("vae")]
    public void Checkpoints_InBothFormats_HoldTheSameTensors(string part)
    {
        var folder = GoldenSet.Folder("paint", "ckpt", "hunyuan3d-paint-v2-0", part);
        using var current = SafetensorsFile.Open(Path.Combine(folder, "diffusion_pytorch_model.safetensors"));
        using var pickled = Hunyuan3D.Inference.Checkpoints.Torch.TorchCheckpoint.Open(Path.Combine(folder, "diffusion_pytorch_model.bin"));
        Assert.Equal(current.Entries.Count, pickled.Entries.Count);
        foreach (var entry in pickled.Entries)
            Assert.Equal(pickled.ReadSingles(entry.Name), current.ReadSingles(Modern(entry.Name)));
    }

    private static string Modern(string name) => name
        .Replace(".query.", ".to_q.", StringComparison.Ordinal)
        .Replace(".key.", ".to_k.", StringComparison.Ordinal)
        .Replace(".value.", ".to_v.", StringComparison.Ordinal)
        .Replace(".proj_attn.", ".to_out.0.", StringComparison.Ordinal);
}
