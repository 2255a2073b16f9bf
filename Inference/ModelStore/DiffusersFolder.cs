using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Checkpoints.Torch;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>One part (<c>unet</c>, <c>vae</c>) of a checkpoint in the diffusers layout.</summary>
internal static class DiffusersFolder
{
    private static readonly string[] WeightFiles = ["diffusion_pytorch_model.safetensors", "diffusion_pytorch_model.bin"];

    public static bool HasWeights(string folder) => WeightFiles.Any(name => File.Exists(Path.Combine(folder, name)));

    /// <exception cref="CheckpointException">The folder holds no weights.</exception>
    public static ITensorFile OpenWeights(string folder)
    {
        var file = WeightFiles.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new CheckpointException($"{folder}: none of {string.Join(", ", WeightFiles)} is there. Download the checkpoint again.");
        return file.EndsWith(".safetensors", StringComparison.Ordinal)
            ? SafetensorsFile.Open(file)
            : TorchCheckpoint.Open(file);
    }
}
