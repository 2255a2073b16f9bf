namespace Hunyuan3D.Inference.Networks;

/// <summary>DINOv2 as the conditioner's config.yaml describes it (<c>main_image_encoder.kwargs</c>).</summary>
/// <param name="HiddenSize">Width of a token.</param>
/// <param name="PositionImageSize"><c>config.image_size</c>: the picture size that the stored position embeddings belong to.</param>
/// <param name="ImageSize">The picture size that the encoder is run at; a multiple of the patch size.</param>
public sealed record DinoImageEncoderConfig(
    int HiddenSize,
    int Heads,
    int Layers,
    int PositionImageSize,
    int ImageSize)
{
    public double MlpRatio { get; init; } = 4;

    public bool UseSwiGlu { get; init; } = true;

    public bool QkvBias { get; init; } = true;

    public float LayerNormEpsilon { get; init; } = 1e-6f;

    /// <summary>Whether the class token is part of the condition.</summary>
    public bool UseClsToken { get; init; } = true;

    /// <summary>Patches along an axis of the picture.</summary>
    public int Grid => ImageSize / PatchSize;

    /// <summary>Condition tokens of one picture.</summary>
    public int Tokens => Grid * Grid + (UseClsToken ? 1 : 0);

    /// <summary>Pixels along a patch; DINOv2 has no other.</summary>
    public static int PatchSize => 14;

    /// <summary>Width of the gated half of a SwiGLU layer: two thirds of the plain MLP's, rounded up to a multiple of 8.</summary>
    internal int SwiGluSize => ((int)((int)(HiddenSize * MlpRatio) * 2 / 3.0) + 7) / 8 * 8;

    internal int MlpSize => (int)(HiddenSize * MlpRatio);
}
