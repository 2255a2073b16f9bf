using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Inference.Networks;

/// <summary>A UNet2DConditionModel of the Stable Diffusion 2.1 layout, as its <c>unet/config.json</c> describes it.</summary>
/// <param name="BlockOutChannels">Channels of each level, finest first.</param>
/// <param name="Heads">Attention heads of each level. diffusers calls it <c>attention_head_dim</c>; for this layout it is the number of heads.</param>
public sealed record StableDiffusionUNetConfig(
    int InChannels,
    int OutChannels,
    IReadOnlyList<int> BlockOutChannels,
    IReadOnlyList<int> Heads,
    int LayersPerBlock,
    int CrossAttentionDim,
    int NormNumGroups,
    float NormEpsilon)
{
    private static readonly string[] DownBlocks = ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"];

    internal int Levels => BlockOutChannels.Count;

    /// <summary>Width of the time embedding.</summary>
    internal int EmbeddingSize => 4 * BlockOutChannels[0];

    /// <summary>Whether a level, counted from the finest, has attention: all but the coarsest.</summary>
    internal bool HasAttention(int level) => level < Levels - 1;

    /// <exception cref="CheckpointException">A key is missing or describes another layout; the message names it.</exception>
    public static StableDiffusionUNetConfig Read(string file)
    {
        var root = ConfigSection.ReadFile(file);
        if (root.Has("down_block_types") && !root.Texts("down_block_types").SequenceEqual(DownBlocks))
            throw new CheckpointException($"{file}: down_block_types is [{string.Join(", ", root.Texts("down_block_types"))}], expected [{string.Join(", ", DownBlocks)}].");
        if (!root.Boolean("use_linear_projection", false))
            throw new CheckpointException($"{file}: use_linear_projection is false; only the Stable Diffusion 2.1 layout is supported.");
        return new StableDiffusionUNetConfig(
            root.Size("in_channels"),
            root.Size("out_channels"),
            root.Sizes("block_out_channels"),
            root.Sizes("attention_head_dim"),
            root.Size("layers_per_block"),
            root.Size("cross_attention_dim"),
            root.SizeOr("norm_num_groups", 32),
            (float)root.Number("norm_eps", 1e-5));
    }
}
