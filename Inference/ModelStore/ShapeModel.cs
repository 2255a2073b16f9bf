using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Networks;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>An imported shape model: everything a run needs to know of it, read from its own folder alone.</summary>
/// <param name="FlashVdmVae">The VAE that takes the own one's place under FlashVDM; null: none was imported.</param>
internal sealed record ShapeModel(string Folder, ShapeModelConfig Config, ShapeVaeConfig? FlashVdmVae)
{
    public const string ConfigFile = "config.yaml";

    /// <param name="folder">That <see cref="ShapeModelImporter"/> wrote.</param>
    /// <exception cref="CheckpointException">A config is missing or unusable; the message names file and key.</exception>
    public static ShapeModel Open(string folder)
    {
        var flashVdm = Path.Combine(folder, ModelGraph.FlashVdm, ConfigFile);
        return new ShapeModel(
            folder,
            ShapeModelConfig.Read(Path.Combine(folder, ConfigFile)),
            File.Exists(flashVdm) ? ShapeModelConfig.ReadVaeOnly(flashVdm) : null);
    }
}
