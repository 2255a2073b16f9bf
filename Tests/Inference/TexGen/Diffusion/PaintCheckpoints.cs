using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Schedulers;
using Hunyuan3D.Tests.Golden;
using Hunyuan3D.Tests.Inference.Checkpoints;

namespace Hunyuan3D.Tests.Inference.TexGen.Diffusion;

/// <summary>
/// Complete tiny checkpoints in the official layout. The golden set's delight has no VAE weights and no text encoder: the VAE is that of paint, as in the golden
/// run, and the text encoder gets random weights.
/// </summary>
internal static class PaintCheckpoints
{
    public const int TextPositions = 77;
    public const int TextHeads = 2;
    public const int TextLayers = 2;
    public const int Vocabulary = 49408;

    public static string Paint => GoldenSet.Folder("paint", "ckpt", "hunyuan3d-paint-v2-0");

    /// <summary>Writes the delight checkpoint below an empty folder.</summary>
    /// <returns><paramref name="folder"/>.</returns>
    public static string WriteDelight(string folder)
    {
        var golden = GoldenSet.Folder("paint", "ckpt", "hunyuan3d-delight-v2-0");
        foreach (var file in (string[])["unet/config.json", "unet/diffusion_pytorch_model.safetensors", "scheduler/scheduler_config.json", "vae/config.json"])
            Copy(golden, folder, file);
        Copy(Paint, folder, "vae/diffusion_pytorch_model.safetensors");
        WriteTextEncoder(folder, StableDiffusionUNetConfig.Read(Path.Combine(golden, "unet", "config.json")).CrossAttentionDim);
        return folder;
    }

    /// <param name="prefix">Of the tensors' names: <c>text_model.</c>, or empty as the newest files have it.</param>
    public static void WriteTextEncoder(string folder, int width, string prefix = "text_model.")
    {
        Directory.CreateDirectory(Path.Combine(folder, "text_encoder"));
        Directory.CreateDirectory(Path.Combine(folder, "tokenizer"));
        var inner = 4 * width;
        File.WriteAllText(
            Path.Combine(folder, "text_encoder", "config.json"),
            $$"""
            {"architectures": ["CLIPTextModel"], "hidden_act": "gelu", "hidden_size": {{width}}, "intermediate_size": {{inner}}, "layer_norm_eps": 1e-05,
             "max_position_embeddings": {{TextPositions}}, "num_attention_heads": {{TextHeads}}, "num_hidden_layers": {{TextLayers}}, "vocab_size": {{Vocabulary}}, "pad_token_id": 1}
            """);
        File.WriteAllText(Path.Combine(folder, "tokenizer", "special_tokens_map.json"), """{"eos_token": {"content": "<|endoftext|>"}, "pad_token": "!"}""");
        var tensors = new List<(string, long[], float[])>();
        Add("embeddings.token_embedding.weight", 0.5f, Vocabulary, width);
        Add("embeddings.position_embedding.weight", 0.5f, TextPositions, width);
        for (var layer = 0; layer < TextLayers; layer++)
        {
            foreach (var (name, outputs, inputs) in (ReadOnlySpan<(string, int, int)>)[("self_attn.q_proj", width, width), ("self_attn.k_proj", width, width), ("self_attn.v_proj", width, width), ("self_attn.out_proj", width, width), ("mlp.fc1", inner, width), ("mlp.fc2", width, inner)])
            {
                Add($"encoder.layers.{layer}.{name}.weight", 1 / MathF.Sqrt(inputs), outputs, inputs);
                Add($"encoder.layers.{layer}.{name}.bias", 0.1f, outputs);
            }

            Norm($"encoder.layers.{layer}.layer_norm1");
            Norm($"encoder.layers.{layer}.layer_norm2");
        }

        Norm("final_layer_norm");
        SafetensorsBytes.Write(Path.Combine(folder, "text_encoder", "model.safetensors"), tensors);

        void Add(string name, float deviation, params long[] shape) =>
            tensors.Add((prefix + name, shape, Array.ConvertAll(GaussianNoise.Draw(7, tensors.Count, (int)shape.Aggregate(1L, (product, size) => product * size)), value => value * deviation)));

        void Norm(string name)
        {
            Add($"{name}.weight", 0.3f, width);
            Add($"{name}.bias", 0.3f, width);
        }
    }

    public static void Copy(string from, string to, string file)
    {
        var target = Path.Combine(to, file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Combine(from, file), target);
    }
}
