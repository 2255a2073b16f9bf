using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Inference.Networks;

/// <summary>The picture VAE, as its <c>vae/config.json</c> describes it.</summary>
/// <param name="BlockOutChannels">Channels of each level, finest first.</param>
/// <param name="ScalingFactor">Latents are multiplied by it after encoding and divided by it before decoding.</param>
public sealed record AutoencoderKlConfig(IReadOnlyList<int> BlockOutChannels, int LayersPerBlock, int LatentChannels, int NormNumGroups, float ScalingFactor)
{
    /// <exception cref="CheckpointException">A key is missing or unusable; the message names it.</exception>
    public static AutoencoderKlConfig Read(string file)
    {
        var root = ConfigSection.ReadFile(file);
        return new AutoencoderKlConfig(
            root.Sizes("block_out_channels"),
            root.SizeOr("layers_per_block", 1),
            root.SizeOr("latent_channels", 4),
            root.SizeOr("norm_num_groups", 32),
            (float)root.Number("scaling_factor", 0.18215));
    }
}
