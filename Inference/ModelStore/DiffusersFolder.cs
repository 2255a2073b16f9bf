using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Checkpoints.Torch;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>One part (<c>unet</c>, <c>vae</c>, <c>text_encoder</c>) of a checkpoint in the diffusers layout.</summary>
internal static class DiffusersFolder
{
    private static readonly string[] WeightFiles = ["diffusion_pytorch_model.safetensors", "model.safetensors", "diffusion_pytorch_model.bin", "pytorch_model.bin"];

    public static string UnetConfig(string folder) => Path.Combine(folder, "unet", "config.json");

    public static string VaeConfig(string folder) => Path.Combine(folder, "vae", "config.json");

    public static string SchedulerConfig(string folder) => Path.Combine(folder, "scheduler", "scheduler_config.json");

    /// <summary>Copies the configuration files, in the same layout.</summary>
    /// <exception cref="CheckpointException">One is missing.</exception>
    public static void CopyConfigs(string folder, string destination)
    {
        foreach (var place in (ReadOnlySpan<Func<string, string>>)[UnetConfig, VaeConfig, SchedulerConfig])
        {
            if (!File.Exists(place(folder)))
                throw new CheckpointException($"{place(folder)}: this file of the checkpoint is missing. Download the checkpoint again.");
            Directory.CreateDirectory(Path.GetDirectoryName(place(destination))!);
            File.Copy(place(folder), place(destination));
        }
    }

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
