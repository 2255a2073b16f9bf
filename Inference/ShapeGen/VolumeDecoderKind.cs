namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>How the logits of a volume are computed.</summary>
public enum VolumeDecoderKind
{
    /// <summary>Every point of the grid, with the model's own VAE.</summary>
    Vanilla = 0,

    /// <summary>Points near the surface, level by level, with the model's own VAE.</summary>
    Hierarchical = 1,

    /// <summary>As hierarchical, with a selection of the keys; with the VAE made for it where that is installed.</summary>
    FlashVdm = 2,
}
