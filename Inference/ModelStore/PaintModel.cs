using System.Runtime.InteropServices;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Schedulers;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>An imported texture model.</summary>
/// <param name="Text">The learned prompt, [1, 77, width] f32.</param>
internal sealed record PaintModel(string Folder, StableDiffusionUNetConfig Unet, AutoencoderKlConfig Vae, DiffusionBetas Scheduler, float[] Text)
{
    /// <param name="folder">As <see cref="PaintModelImporter.Import"/> left it.</param>
    /// <exception cref="CheckpointException">A file is missing or broken.</exception>
    public static PaintModel Open(string folder)
    {
        var unet = StableDiffusionUNetConfig.Read(DiffusersFolder.UnetConfig(folder));
        return new PaintModel(
            folder,
            unet,
            AutoencoderKlConfig.Read(DiffusersFolder.VaeConfig(folder)),
            DiffusionBetas.Read(DiffusersFolder.SchedulerConfig(folder)),
            ReadText(folder, unet));
    }

    /// <summary>Reads what <see cref="WriteText"/> wrote: rows of the width that the network takes.</summary>
    internal static float[] ReadText(string folder, StableDiffusionUNetConfig unet)
    {
        var file = Path.Combine(folder, PaintModelImporter.Text);
        try
        {
            var bytes = File.ReadAllBytes(file);
            var row = sizeof(float) * unet.CrossAttentionDim;
            return bytes.Length > 0 && bytes.Length % row == 0
                ? MemoryMarshal.Cast<byte, float>(bytes).ToArray()
                : throw new CheckpointException($"{file}: expected rows of {row} bytes, found {bytes.Length} bytes. Import the model again.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{file}: cannot be read: {exception.Message}. Import the model again.", exception);
        }
    }

    /// <param name="text">[1, tokens, width] f32; stored little-endian.</param>
    internal static void WriteText(string folder, float[] text) => File.WriteAllBytes(Path.Combine(folder, PaintModelImporter.Text), MemoryMarshal.AsBytes(text.AsSpan()));
}
