using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Inference.Networks;

/// <summary>What a shape checkpoint's config.yaml says, section by section.</summary>
/// <param name="Conditioner">Null: the checkpoint brings no image encoder.</param>
/// <param name="MultiView">Whether the encoder takes several views and adds view embeddings.</param>
/// <param name="PcmTimesteps">Phases of a consistency schedule; null: the plain flow-matching schedule.</param>
/// <param name="Shift">Timestep shift of the plain schedule.</param>
/// <param name="ImageProcessorSize">Pixels of the picture that is handed to the encoder.</param>
/// <param name="BorderRatio">Empty share around the subject.</param>
public sealed record ShapeModelConfig(
    Hunyuan3DDiTConfig Denoiser,
    ShapeVaeConfig Vae,
    DinoImageEncoderConfig? Conditioner,
    bool MultiView,
    int? PcmTimesteps,
    double Shift,
    int ImageProcessorSize,
    double BorderRatio)
{
    private const int MostLayers = 512;
    private const int LargestPicture = 2048;

    /// <exception cref="CheckpointException">A key is missing or unusable; the message names it.</exception>
    public static ShapeModelConfig Read(string file)
    {
        var root = ConfigSection.ReadFile(file);
        var scheduler = root.Section("scheduler");
        var schedulerParams = scheduler.SectionOrNull("params");
        var schedulerClass = scheduler.ClassName("target");
        int? phases = schedulerClass switch
        {
            "FlowMatchEulerDiscreteScheduler" => null,
            "ConsistencyFlowMatchEulerDiscreteScheduler" => schedulerParams?.SizeOr("pcm_timesteps", 50, 1000) ?? 50,
            _ => throw new CheckpointException($"{file}: scheduler.target is '{schedulerClass}'; known are FlowMatchEulerDiscreteScheduler and ConsistencyFlowMatchEulerDiscreteScheduler."),
        };
        var encoder = root.SectionOrNull("conditioner")?.Section("params").Section("main_image_encoder");
        var processor = root.Section("image_processor").SectionOrNull("params");
        return new ShapeModelConfig(
            ReadDenoiser(root.Section("model").Section("params")),
            ReadVae(root.Section("vae").Section("params")),
            encoder is null ? null : ReadEncoder(encoder),
            encoder?.Text("type") == "DinoImageEncoderMV",
            phases,
            schedulerParams?.Factor("shift", 1) ?? 1,
            processor?.SizeOr("size", 512, LargestPicture) ?? 512,
            processor?.Number("border_ratio", 0.15) ?? 0.15);
    }

    /// <summary>The config of a folder that holds the VAE alone.</summary>
    /// <exception cref="CheckpointException">A key is missing or unusable; the message names it.</exception>
    public static ShapeVaeConfig ReadVaeOnly(string file) => ReadVae(ConfigSection.ReadFile(file).Section("params"));

    private static Hunyuan3DDiTConfig ReadDenoiser(ConfigSection section) => new(
        section.Size("in_channels"),
        section.Size("context_in_dim"),
        section.Size("hidden_size"),
        Heads(section, "num_heads", "hidden_size"),
        section.Size("depth", MostLayers),
        section.Size("depth_single_blocks", MostLayers))
    {
        MlpRatio = section.Factor("mlp_ratio", 4),
        QkvBias = section.Boolean("qkv_bias", true),
        GuidanceEmbed = section.Boolean("guidance_embed", false),
        TimeFactor = section.Factor("time_factor", 1000),
    };

    private static ShapeVaeConfig ReadVae(ConfigSection section) => new(
        section.Size("num_latents"),
        section.Size("embed_dim"),
        section.Size("width"),
        Heads(section, "heads", "width"),
        section.Size("num_decoder_layers", MostLayers))
    {
        NumFreqs = section.SizeOr("num_freqs", 8, 30),
        IncludePi = section.Boolean("include_pi", true),
        QkvBias = section.Boolean("qkv_bias", true),
        QkNorm = section.Boolean("qk_norm", false),
        ScaleFactor = section.Factor("scale_factor", 1),
        GeoDecoderMlpExpandRatio = section.SizeOr("geo_decoder_mlp_expand_ratio", 4, 64),
        GeoDecoderDownsampleRatio = section.SizeOr("geo_decoder_downsample_ratio", 1, 64),
        GeoDecoderLnPost = section.Boolean("geo_decoder_ln_post", true),
    };

    private static DinoImageEncoderConfig ReadEncoder(ConfigSection section)
    {
        var type = section.Text("type");
        if (type is not ("DinoImageEncoder" or "DinoImageEncoderMV"))
            throw new CheckpointException($"{section.Path}: type is '{type}'; known are DinoImageEncoder and DinoImageEncoderMV.");
        var arguments = section.Section("kwargs");
        var config = arguments.Section("config");
        return new DinoImageEncoderConfig(
            config.Size("hidden_size"),
            Heads(config, "num_attention_heads", "hidden_size"),
            config.Size("num_hidden_layers", MostLayers),
            config.Size("image_size", LargestPicture),
            arguments.Size("image_size", LargestPicture))
        {
            MlpRatio = config.Factor("mlp_ratio", 4),
            UseSwiGlu = config.Boolean("use_swiglu_ffn", false),
            QkvBias = config.Boolean("qkv_bias", true),
            LayerNormEpsilon = (float)config.Factor("layer_norm_eps", 1e-6),
            UseClsToken = arguments.Boolean("use_cls_token", true),
        };
    }

    private static int Heads(ConfigSection section, string heads, string width) => section.Size(width) % section.Size(heads) == 0
        ? section.Size(heads)
        : throw new CheckpointException($"{section.Path}: {heads} is {section.Size(heads)}, which does not divide {width}, {section.Size(width)}.");
}
