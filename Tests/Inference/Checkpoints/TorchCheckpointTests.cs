using System.IO.Compression;
using System.Text;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Checkpoints.Torch;
using Hunyuan3D.Tests.Golden;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Checkpoints;

public sealed class TorchCheckpointTests
{
    public static TheoryData<string, string> Twins => new()
    {
        { "unet", "diffusion_pytorch_model" },
        { "vae", "diffusion_pytorch_model" },
    };

    [Theory]
    [MemberData(nameof(Twins))]
    public void Open_BinFile_HoldsTheTensorsOfItsSafetensorsTwin(string part, string name)
    {
        var folder = GoldenSet.Folder("paint", "ckpt", "hunyuan3d-paint-v2-0", part);
        using var torch = TorchCheckpoint.Open(Path.Combine(folder, $"{name}.bin"));
        using var safetensors = SafetensorsFile.Open(Path.Combine(folder, $"{name}.safetensors"));

        Assert.Equal(safetensors.Entries.Count, torch.Entries.Count);
        foreach (var entry in torch.Entries)
        {
            // The VAE's .bin has the legacy names of its attention.
            var twin = entry.Name.Replace(".query.", ".to_q.", StringComparison.Ordinal).Replace(".key.", ".to_k.", StringComparison.Ordinal)
                .Replace(".value.", ".to_v.", StringComparison.Ordinal).Replace(".proj_attn.", ".to_out.0.", StringComparison.Ordinal);
            Assert.Equal(safetensors.Entry(twin).Shape, entry.Shape);
            Assert.Equal(safetensors.ReadSingles(twin), torch.ReadSingles(entry.Name));
        }
    }

    [Fact]
    public void Open_PickleThatCallsTheSystem_IsRefusedByName()
    {
        using var folder = new TempFolder();
        var file = Archive(folder, "\u0080\u0002cposix\nsystem\nX\u0004\0\0\0echo\u0085R.");

        var exception = Assert.Throws<CheckpointException>(() => TorchCheckpoint.Open(file));

        Assert.Contains("posix.system", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\x80\x02")]
    [InlineData("\x80\x02.")]
    [InlineData("\x80\x02}X\xff\xff\xff\x7f")]
    [InlineData("\x80\x02h\x05.")]
    [InlineData("\x80\x02t.")]
    [InlineData("\x80\x02\xff.")]
    [InlineData("\u0080\u0002ctorch._utils\n_rebuild_tensor_v2\n)R.")]
    public void Open_BrokenPickle_IsRefused(string pickle)
    {
        using var folder = new TempFolder();
        var file = Archive(folder, pickle);

        Assert.Throws<CheckpointException>(() => TorchCheckpoint.Open(file));
    }

    [Fact]
    public void Open_TruncatedOrMutatedFile_IsRefusedOrReadsCleanly()
    {
        var original = File.ReadAllBytes(Path.Combine(GoldenSet.Folder("paint", "ckpt", "hunyuan3d-paint-v2-0", "vae"), "diffusion_pytorch_model.bin"));
        var random = new Random(7);
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "mutated.bin");
        for (var round = 0; round < 300; round++)
        {
            var bytes = round % 3 == 0 ? original[..random.Next(original.Length)] : (byte[])original.Clone();
            // The pickle and the archive's directory are where damage matters.
            for (var flips = 0; flips < 1 + round % 8 && bytes.Length > 0; flips++)
                bytes[random.Next(2) == 0 ? random.Next(Math.Min(bytes.Length, 20_000)) : bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 20_000))] = (byte)random.Next(256);
            File.WriteAllBytes(file, bytes);
            try
            {
                using var checkpoint = TorchCheckpoint.Open(file);
                foreach (var entry in checkpoint.Entries.Where(entry => entry.Type is TensorType.F32 or TensorType.F16))
                    Assert.Equal(entry.ElementCount, checkpoint.ReadSingles(entry.Name).Length);
            }
            catch (CheckpointException)
            {
                // Refused: as good.
            }
        }
    }

    private static string Archive(TempFolder folder, string pickle)
    {
        var file = Path.Combine(folder.Path, "model.ckpt");
        using var archive = ZipFile.Open(file, ZipArchiveMode.Create);
        using var stream = archive.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open();
        stream.Write(Encoding.Latin1.GetBytes(pickle));
        return file;
    }
}
