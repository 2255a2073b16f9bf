namespace Hunyuan3D.Inference.Export;

/// <summary>How a GLB is written.</summary>
public sealed record GlbOptions
{
    /// <summary>Name of the scene's node, mesh and material. Default <c>model</c>.</summary>
    public string Name { get; init; } = "model";

    /// <summary>Default PNG.</summary>
    public TextureEncoding TextureEncoding { get; init; } = TextureEncoding.Png;

    /// <summary>1 to 100 for JPEG and WebP. Default 90.</summary>
    public int TextureQuality { get; init; } = 90;

    /// <summary>Written to <c>asset.generator</c>.</summary>
    public string Generator { get; init; } = "Hunyuan3D.Orleans";

    /// <summary>Written to <c>asset.extras</c>; null: nothing.</summary>
    public ModelProvenance? Provenance { get; init; }
}
