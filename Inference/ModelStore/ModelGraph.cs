namespace Hunyuan3D.Inference.ModelStore;

/// <summary>The graphs of an imported model, by the file names they are stored under.</summary>
internal static class ModelGraph
{
    public const string Encoder = "encoder.onnx";
    public const string Denoiser = "denoiser.onnx";

    /// <summary>Latents to the geometry decoder's keys and values.</summary>
    public const string Vae = "vae.onnx";

    /// <summary>Points, keys and values to logits.</summary>
    public const string Geometry = "geometry.onnx";

    /// <summary>Points to the geometry decoder's queries; FlashVDM chooses keys by them.</summary>
    public const string Queries = "queries.onnx";

    /// <summary>Folder of the graphs of the VAE that takes the own one's place under FlashVDM.</summary>
    public const string FlashVdm = "flashvdm";
}
