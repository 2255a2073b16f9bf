using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Checkpoints.Torch;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>A shape checkpoint as it lies on disk after a download.</summary>
/// <param name="Folder">Holds <c>config.yaml</c> and <c>model.fp16.safetensors</c> (or <c>model.safetensors</c>, or their <c>.ckpt</c> twins).</param>
/// <param name="FlashVdmVaeFolder">The folder of the VAE that takes the own one's place under FlashVDM; null: none.</param>
public sealed record ShapeCheckpoint(string Folder, string? FlashVdmVaeFolder = null)
{
    private static readonly string[] WeightFiles = ["model.fp16.safetensors", "model.safetensors", "model.fp16.ckpt", "model.ckpt"];

    internal string ConfigFile => Path.Combine(Folder, ShapeModel.ConfigFile);

    internal static string ExpectedWeights => string.Join(" or ", WeightFiles);

    /// <summary>Null: the folder holds no weights.</summary>
    internal static string? FindWeights(string folder) => WeightFiles.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <exception cref="CheckpointException">The folder holds no weights.</exception>
    internal static ITensorFile OpenWeights(string folder)
    {
        var file = FindWeights(folder)
            ?? throw new CheckpointException($"{folder}: none of {string.Join(", ", WeightFiles)} is there. Download the checkpoint again.");
        return file.EndsWith(".safetensors", StringComparison.Ordinal)
            ? SafetensorsFile.Open(file)
            : TorchCheckpoint.Open(file);
    }
}
