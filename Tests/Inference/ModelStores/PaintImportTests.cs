using System.Security.Cryptography;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Tests.Inference.TexGen.Diffusion;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ModelStores;

/// <summary>What the texture checkpoints become in a folder.</summary>
public sealed class PaintImportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static PaintModelImporter Importer => new(new GraphTarget(GraphDevice.Cpu, GraphPrecision.Fp32));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Import_PickledCheckpointWithOlderNames_MakesTheSameModel()
    {
        var pickled = New("pickled");
        foreach (var file in (string[])["unet/config.json", "unet/diffusion_pytorch_model.bin", "vae/config.json", "vae/diffusion_pytorch_model.bin", "scheduler/scheduler_config.json"])
            PaintCheckpoints.Copy(PaintCheckpoints.Paint, pickled, file);
        var (first, second) = (New("first"), New("second"));

        Importer.Import(PaintCheckpoints.Paint, first, null, CancellationToken.None);
        Importer.Import(pickled, second, null, CancellationToken.None);

        Assert.Equal(Hashes(first), Hashes(second));
    }

    [Fact]
    public void Import_Delight_KeepsAllThatARunNeedsAndNoTextEncoder()
    {
        var (source, destination) = (PaintCheckpoints.WriteDelight(New("source")), New("imported"));
        var imported = Importer.ImportDelight(source, destination, null, CancellationToken.None);
        Directory.Delete(source, recursive: true);

        var opened = DelightModel.Open(destination);

        Assert.Equal(imported.Text, opened.Text);
        Assert.Equal(77 * imported.Unet.CrossAttentionDim, opened.Text.Length);
        Assert.Equal((imported.Scheduler, imported.Unet.InChannels, imported.Vae.ScalingFactor), (opened.Scheduler, opened.Unet.InChannels, opened.Vae.ScalingFactor));
        Assert.DoesNotContain(Hashes(destination), file => file.Contains("text_encoder", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("unet/diffusion_pytorch_model.safetensors"), InlineData("vae/diffusion_pytorch_model.safetensors"), InlineData("text_encoder/model.safetensors")]
    [InlineData("scheduler/scheduler_config.json"), InlineData("vae/config.json"), InlineData("text_encoder/config.json")]
    public void Import_DelightWithAMissingPart_SaysWhich(string file)
    {
        var source = PaintCheckpoints.WriteDelight(New("source"));
        File.Delete(Path.Combine(source, file));

        var refusal = Assert.Throws<CheckpointException>(() => Importer.ImportDelight(source, New("imported"), null, CancellationToken.None));

        Assert.Contains(Path.GetDirectoryName(file)!, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DamagedText_SaysWhatToDo()
    {
        var destination = New("imported");
        Importer.Import(PaintCheckpoints.Paint, destination, null, CancellationToken.None);
        File.AppendAllText(Path.Combine(destination, PaintModelImporter.Text), "x");
        Assert.Contains("Import the model again", Assert.Throws<CheckpointException>(() => PaintModel.Open(destination)).Message, StringComparison.Ordinal);
    }

    private string New(string name) => Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;

    private static string[] Hashes(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetRelativePath(folder, file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];
}
