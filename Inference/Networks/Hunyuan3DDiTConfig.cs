namespace Hunyuan3D.Inference.Networks;

/// <summary>The <c>model</c> section of a shape checkpoint's config.yaml.</summary>
/// <param name="InChannels">Channels of a latent token.</param>
/// <param name="ContextInDim">Width of a condition token.</param>
/// <param name="Depth">Double-stream blocks.</param>
/// <param name="DepthSingleBlocks">Single-stream blocks.</param>
public sealed record Hunyuan3DDiTConfig(int InChannels, int ContextInDim, int HiddenSize, int Heads, int Depth, int DepthSingleBlocks)
{
    public double MlpRatio { get; init; } = 4;

    public bool QkvBias { get; init; } = true;

    /// <summary>Distilled models take the guidance scale as an input in place of classifier-free guidance.</summary>
    public bool GuidanceEmbed { get; init; }

    /// <summary>Upstream passes it in the place of the sinusoid's longest period.</summary>
    public double TimeFactor { get; init; } = 1000;

    internal int HeadSize => HiddenSize / Heads;

    internal int MlpSize => (int)(HiddenSize * MlpRatio);
}
