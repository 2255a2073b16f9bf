using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Schedulers;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>An imported model that removes light and shadow from a picture.</summary>
/// <param name="Text">The empty prompt's embedding, [1, 77, width] f32.</param>
internal sealed record DelightModel(string Folder, StableDiffusionUNetConfig Unet, AutoencoderKlConfig Vae, DiffusionBetas Scheduler, float[] Text)
{
    /// <param name="folder">As <see cref="PaintModelImporter.ImportDelight"/> left it.</param>
    /// <exception cref="CheckpointException">A file is missing or broken.</exception>
    public static DelightModel Open(string folder)
    {
        var unet = StableDiffusionUNetConfig.Read(DiffusersFolder.UnetConfig(folder));
        return new DelightModel(
            folder,
            unet,
            AutoencoderKlConfig.Read(DiffusersFolder.VaeConfig(folder)),
            DiffusionBetas.Read(DiffusersFolder.SchedulerConfig(folder)),
            PaintModel.ReadText(folder, unet));
    }
}
