using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>What to import, and for which device.</summary>
/// <param name="Folder">A checkpoint's folder, a folder that has exactly one below it (or one of the asked name), or an <c>.onnx</c> file for matting.</param>
public sealed record ModelImportRequest(string Folder, GraphTarget Target)
{
    /// <summary>The model's name; null: as the folder says, <c>hunyuan3d-dit-v2-mini</c> is <c>v2-mini</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Where the checkpoint came from, for people; null: its folder.</summary>
    public string? Source { get; init; }

    /// <summary>The VAE for FlashVDM; null: it is looked for beside the checkpoint.</summary>
    public string? FlashVdmVaeFolder { get; init; }
}
