using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Benchmarks.Networks;

/// <summary>The texture networks at the sizes of a real job: six views of 512 x 512 pixels and one reference picture.</summary>
internal static class PaintNetworkCases
{
    private const int Views = 6;
    private const int Pixels = 512;
    private const int Latent = 64;
    private const int FirstCamera = 17;

    /// <param name="part">unet, unconditional, unet-one-view, reference, vae-encoder, vae-decoder or delight.</param>
    public static NetworkCase Create(string part, string graphs, StableDiffusionUNetConfig config) => part switch
    {
        "unet" => Unet(graphs, config, 1, Views),
        "unconditional" => Unet(graphs, config, 0, Views),
        "unet-one-view" => Unet(graphs, config, 1, 1),
        "delight" => Case(graphs, PaintModelImporter.Unet, ("sample", Noise.Tensor(1, 8, Latent, Latent)), ("timestep", new TensorData([500f], 1)), ("text", Noise.Tensor(1, 77, config.CrossAttentionDim))),
        "reference" => Case(graphs, PaintModelImporter.ReferenceWriter, ("latents", Noise.Tensor(1, 4, Latent, Latent))),
        "vae-encoder" => Case(graphs, PaintModelImporter.VaeEncoder, ("pictures", Noise.Tensor(1, 3, Pixels, Pixels))),
        "vae-decoder" => Case(graphs, PaintModelImporter.VaeDecoder, ("latents", Noise.Tensor(1, 4, Latent, Latent))),
        "vae-tile" => Case(graphs, PaintModelImporter.VaeDecoder, ("latents", Noise.Tensor(1, 4, Latent / 2, Latent / 2))),
        _ => throw new ArgumentException($"No part {part}: unet, unconditional, unet-one-view, delight, reference, vae-encoder, vae-decoder or vae-tile.", nameof(part)),
    };

    // Without guidance's other half a single token takes the reference's place, as the pipeline does it.
    private static NetworkCase Unet(string graphs, StableDiffusionUNetConfig config, int references, int views) => new(
        Path.Combine(graphs, PaintModelImporter.Unet),
        0,
        [
            .. PaintUNet.Features(config).Select(feature => ($"ref.{feature.Key}", Noise.Tensor(1, references == 0 ? 1 : Tokens(config, feature.Key), feature.Channels))),
            ("sample", Noise.Tensor(views, 12, Latent, Latent)), ("timestep", new TensorData([500f], 1)), ("text", Noise.Tensor(1, 77, config.CrossAttentionDim)),
            ("ref_scale", new TensorData([references], 1)), ("mva_scale", new TensorData([1], 1)),
        ],
        [("cameras", [.. Enumerable.Range(FirstCamera, views).Select(camera => (long)camera)])]);

    // down_LEVEL_..., mid_..., up_INDEX_...: a quarter of the pixels at every level.
    private static int Tokens(StableDiffusionUNetConfig config, string key)
    {
        var parts = key.Split('_');
        var level = parts[0] switch
        {
            "down" => int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture),
            "up" => config.BlockOutChannels.Count - 1 - int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture),
            _ => config.BlockOutChannels.Count - 1,
        };
        return (Latent >> level) * (Latent >> level);
    }

    private static NetworkCase Case(string graphs, string graph, params (string, TensorData)[] inputs) => new(Path.Combine(graphs, graph), 0, inputs, []);
}
