using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Networks;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>
/// The embedding of the empty prompt, the only text that the delight model is ever given. In CLIP's vocabulary it is the start token, the end token and padding up to the
/// encoder's positions; Stable Diffusion 2's tokenizers pad with <c>!</c> (id 0), version 1's with the end token. Source: openai/CLIP (vocabulary);
/// huggingface/transformers, CLIPTokenizer; <c>tokenizer/special_tokens_map.json</c> of a checkpoint.
/// </summary>
internal static class EmptyPrompt
{
    private const int StartToken = 49406;
    private const int EndToken = 49407;

    /// <param name="folder">A checkpoint in the diffusers layout with <c>text_encoder</c> and <c>tokenizer</c>.</param>
    /// <param name="width">What the network that reads the text takes.</param>
    /// <returns>[1, tokens, width] f32.</returns>
    /// <exception cref="CheckpointException">The text encoder is missing, broken or of another width.</exception>
    public static float[] Embed(string folder, int width, CancellationToken cancellationToken)
    {
        var encoder = Path.Combine(folder, "text_encoder");
        var config = ClipTextEncoderConfig.Read(Path.Combine(encoder, "config.json"));
        if (config.HiddenSize != width)
            throw new CheckpointException($"{encoder}: hidden_size is {config.HiddenSize}, expected {width}, the text width of the unet. Are these parts of one checkpoint?");
        if (config.VocabularySize <= EndToken)
            throw new CheckpointException($"{encoder}: vocab_size is {config.VocabularySize}, expected at least {EndToken + 1}, CLIP's.");
        var tokens = new int[config.Positions];
        Array.Fill(tokens, Padding(Path.Combine(folder, "tokenizer", "special_tokens_map.json")));
        (tokens[0], tokens[1]) = (StartToken, EndToken);
        using var file = DiffusersFolder.OpenWeights(encoder);
        return ClipTextEncoder.Encode(config, new CheckpointModule(file, ""), tokens, cancellationToken);
    }

    private static int Padding(string file)
    {
        if (!File.Exists(file))
            return 0;
        var root = ConfigSection.ReadFile(file);
        if (!root.Has("pad_token"))
            return 0;
        return root.TextOrContent("pad_token") switch
        {
            "!" => 0,
            "<|endoftext|>" => EndToken,
            var other => throw new CheckpointException($"{file}: pad_token is '{other}', expected '!' or '<|endoftext|>'."),
        };
    }
}
