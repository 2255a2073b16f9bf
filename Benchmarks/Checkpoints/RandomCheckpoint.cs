using System.Globalization;

namespace Hunyuan3D.Benchmarks.Checkpoints;

/// <summary>
/// Writes a full-size checkpoint with random weights in the official folder layout, so that import, memory and speed can be measured without a download:
/// <c>dotnet run -c Release --project Benchmarks -- random-checkpoint v2-mini-turbo /tmp/models</c>.
/// </summary>
internal static class RandomCheckpoint
{
    private static readonly Dictionary<string, (string Repository, int Depth, int Single, bool Guidance, int Latents, double Scale, int Image, bool Turbo)> Variants = new()
    {
        ["v2-0"] = ("Hunyuan3D-2", 16, 32, false, 3072, 0.9990943042622529, 518, false),
        ["v2-0-fast"] = ("Hunyuan3D-2", 16, 32, true, 3072, 0.9990943042622529, 518, false),
        ["v2-0-turbo"] = ("Hunyuan3D-2", 16, 32, true, 3072, 0.9990943042622529, 518, true),
        ["v2-mini"] = ("Hunyuan3D-2mini", 8, 16, false, 512, 1.0188137142395404, 518, false),
        ["v2-mini-fast"] = ("Hunyuan3D-2mini", 8, 16, true, 512, 1.0188137142395404, 518, false),
        ["v2-mini-turbo"] = ("Hunyuan3D-2mini", 8, 16, true, 3072, 1.0188137142395404, 1022, true),
        ["v2-mv"] = ("Hunyuan3D-2mv", 16, 32, false, 3072, 0.9990943042622529, 518, false),
        ["v2-mv-fast"] = ("Hunyuan3D-2mv", 16, 32, true, 3072, 0.9990943042622529, 518, false),
        ["v2-mv-turbo"] = ("Hunyuan3D-2mv", 16, 32, true, 3072, 0.9990943042622529, 518, true),
    };

    public static IEnumerable<string> Names => Variants.Keys;

    /// <returns>The folder of the denoiser and that of the VAE for FlashVDM.</returns>
    /// <param name="overwrite">False: what is there already is kept.</param>
    public static (string Folder, string VaeFolder) Write(string variant, string root, bool overwrite = true)
    {
        var (repository, depth, single, guidance, latents, scale, image, turbo) = Variants[variant];
        var folder = Path.Combine(root, "tencent", repository, $"hunyuan3d-dit-{variant}");
        var vaeName = variant.Contains("mini", StringComparison.Ordinal) ? "hunyuan3d-vae-v2-mini-turbo" : "hunyuan3d-vae-v2-0-turbo";
        var multiView = repository == "Hunyuan3D-2mv";
        // The multi-view repository has no VAE for FlashVDM of its own.
        var vaeFolder = Path.Combine(root, "tencent", multiView ? "Hunyuan3D-2" : repository, vaeName);
        if (!overwrite && File.Exists(Path.Combine(folder, "model.fp16.safetensors")) && File.Exists(Path.Combine(vaeFolder, "model.fp16.safetensors")))
            return (folder, vaeFolder);
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory(vaeFolder);
        File.WriteAllText(Path.Combine(folder, "config.yaml"), Config(depth, single, guidance, latents, scale, image, turbo, multiView));
        SafetensorsWriter.Write(
            Path.Combine(folder, "model.fp16.safetensors"),
            [.. ShapeCheckpointTable.Denoiser(depth, single, guidance), .. ShapeCheckpointTable.Vae("vae.", turbo: false), .. ShapeCheckpointTable.Encoder()],
            seed: 1);
        File.WriteAllText(Path.Combine(vaeFolder, "config.yaml"), "target: hy3dgen.shapegen.models.ShapeVAE\nparams:\n" + VaeParams(latents, scale, "  ") +
            "  geo_decoder_mlp_expand_ratio: 1\n  geo_decoder_downsample_ratio: 2\n  geo_decoder_ln_post: false\n");
        SafetensorsWriter.Write(Path.Combine(vaeFolder, "model.fp16.safetensors"), [.. ShapeCheckpointTable.Vae("", turbo: true)], seed: 2);
        return (folder, vaeFolder);
    }

    private static string VaeParams(int latents, double scale, string indent) => string.Concat(new[]
    {
        $"num_latents: {latents}", "embed_dim: 64", "num_freqs: 8", "include_pi: false", "heads: 16", "width: 1024", "num_decoder_layers: 16",
        "qkv_bias: false", "qk_norm: true", $"scale_factor: {scale.ToString("R", CultureInfo.InvariantCulture)}",
    }.Select(line => $"{indent}{line}\n"));

    private static string Config(int depth, int single, bool guidance, int latents, double scale, int image, bool turbo, bool multiView) => $"""
        model:
          target: hy3dgen.shapegen.models.Hunyuan3DDiT
          params:
            in_channels: 64
            context_in_dim: 1536
            hidden_size: 1024
            mlp_ratio: 4.0
            num_heads: 16
            depth: {depth}
            depth_single_blocks: {single}
            axes_dim: [ 64 ]
            theta: 10000
            qkv_bias: true
            guidance_embed: {(guidance ? "true" : "false")}
        vae:
          target: hy3dgen.shapegen.models.ShapeVAE
          params:
        {VaeParams(latents, scale, "    ")}
        conditioner:
          target: hy3dgen.shapegen.models.SingleImageEncoder
          params:
            main_image_encoder:
              type: {(multiView ? "DinoImageEncoderMV" : "DinoImageEncoder")}
              kwargs:
                config:
                  hidden_size: 1536
                  image_size: 518
                  layer_norm_eps: 1.e-6
                  mlp_ratio: 4
                  num_attention_heads: 24
                  num_hidden_layers: 40
                  patch_size: 14
                  qkv_bias: true
                  use_swiglu_ffn: true
                image_size: {image}
        scheduler:
          target: hy3dgen.shapegen.schedulers.{(turbo ? "ConsistencyFlowMatchEulerDiscreteScheduler" : "FlowMatchEulerDiscreteScheduler")}
          params:
            num_train_timesteps: 1000
            {(turbo ? "pcm_timesteps: 100" : "shift: 1")}
        image_processor:
          target: hy3dgen.shapegen.preprocessors.{(multiView ? "MVImageProcessorV2" : "ImageProcessorV2")}
          params:
            size: {(image == 518 ? 512 : image)}
            border_ratio: 0.15
        pipeline:
          target: hy3dgen.shapegen.pipelines.Hunyuan3DDiTFlowMatchingPipeline

        """;
}
