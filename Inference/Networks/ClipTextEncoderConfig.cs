using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Inference.Networks;

/// <summary>CLIP's text tower, as its <c>text_encoder/config.json</c> describes it. Defaults are those of huggingface/transformers' CLIPTextConfig.</summary>
/// <param name="QuickGelu">Whether the activation is x sigmoid(1.702 x) (OpenAI's) instead of the exact GELU (OpenCLIP's, so Stable Diffusion 2's).</param>
internal sealed record ClipTextEncoderConfig(int HiddenSize, int IntermediateSize, int Layers, int Heads, int Positions, int VocabularySize, double NormEpsilon, bool QuickGelu)
{
    /// <exception cref="CheckpointException">A key is missing or unusable; the message names it.</exception>
    public static ClipTextEncoderConfig Read(string file)
    {
        var root = ConfigSection.ReadFile(file);
        var config = new ClipTextEncoderConfig(
            root.SizeOr("hidden_size", 512),
            root.SizeOr("intermediate_size", 2048),
            root.SizeOr("num_hidden_layers", 12),
            root.SizeOr("num_attention_heads", 8),
            root.SizeOr("max_position_embeddings", 77),
            root.SizeOr("vocab_size", 49408),
            root.Number("layer_norm_eps", 1e-5),
            Activation(file, root));
        if (config.HiddenSize < 1 || config.IntermediateSize < 1 || config.Layers < 1 || config.Heads < 1 || config.HiddenSize % config.Heads != 0 || config.Positions is < 2 or > 4096)
            throw new CheckpointException($"{file}: hidden_size {config.HiddenSize}, intermediate_size {config.IntermediateSize}, {config.Layers} layers, {config.Heads} heads and {config.Positions} positions describe no text encoder.");
        return config;
    }

    private static bool Activation(string file, ConfigSection root) => (root.Has("hidden_act") ? root.Text("hidden_act") : "quick_gelu") switch
    {
        "quick_gelu" => true,
        "gelu" => false,
        var other => throw new CheckpointException($"{file}: hidden_act is '{other}', expected gelu or quick_gelu."),
    };
}
