namespace Hunyuan3D.Benchmarks.Checkpoints;

/// <summary>Writes a full-size texture checkpoint with random weights in the official folder layout: <c>random-checkpoint paint-v2-0 /tmp/models</c>, or <c>delight-v2-0</c>.</summary>
internal static class RandomPaintCheckpoint
{
    private const string WeightsFile = "diffusion_pytorch_model.safetensors";

    public static bool Knows(string name) => name is "paint-v2-0" or "paint-v2-0-turbo" or "delight-v2-0";

    /// <returns>The folder of the checkpoint.</returns>
    /// <param name="overwrite">False: what is there already is kept.</param>
    public static string Write(string name, string root, bool overwrite = true)
    {
        var folder = Path.Combine(root, "tencent", "Hunyuan3D-2", $"hunyuan3d-{name}");
        var last = Path.Combine(folder, "vae", WeightsFile);
        if (!overwrite && File.Exists(last))
            return folder;
        var delight = name.StartsWith("delight", StringComparison.Ordinal);
        foreach (var part in new[] { "unet", "vae", "scheduler" })
            Directory.CreateDirectory(Path.Combine(folder, part));
        File.WriteAllText(Path.Combine(folder, "unet", "config.json"), UnetConfig(delight ? 8 : 4));
        File.WriteAllText(Path.Combine(folder, "vae", "config.json"), """{"_class_name": "AutoencoderKL", "in_channels": 3, "out_channels": 3, "block_out_channels": [128, 256, 512, 512], "layers_per_block": 2, "latent_channels": 4, "norm_num_groups": 32, "scaling_factor": 0.18215}""");
        File.WriteAllText(Path.Combine(folder, "scheduler", "scheduler_config.json"), """
            {"_class_name": "DDIMScheduler", "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000, "prediction_type": "v_prediction", "steps_offset": 1}
            """);
        SafetensorsWriter.Write(Path.Combine(folder, "unet", WeightsFile), [.. delight ? PaintCheckpointTable.Delight() : PaintCheckpointTable.Paint()], seed: 3);
        if (delight)
            WriteTextEncoder(Path.Combine(folder, "text_encoder"));
        SafetensorsWriter.Write(last, [.. PaintCheckpointTable.Vae()], seed: 4);
        return folder;
    }

    private static void WriteTextEncoder(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), """
            {"architectures": ["CLIPTextModel"], "hidden_size": 1024, "intermediate_size": 4096, "num_attention_heads": 16, "num_hidden_layers": 23, "max_position_embeddings": 77, "vocab_size": 49408, "hidden_act": "gelu", "layer_norm_eps": 1e-05}
            """);
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), [.. PaintCheckpointTable.TextEncoder()], seed: 5);
    }

    private static string UnetConfig(int channels) => $$"""
        {"_class_name": "UNet2DConditionModel", "in_channels": {{channels}}, "out_channels": 4, "block_out_channels": [320, 640, 1280, 1280], "layers_per_block": 2, "attention_head_dim": [5, 10, 20, 20],
         "cross_attention_dim": 1024, "use_linear_projection": true, "norm_num_groups": 32, "norm_eps": 1e-05, "sample_size": 64,
         "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
         "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]}
        """;
}
