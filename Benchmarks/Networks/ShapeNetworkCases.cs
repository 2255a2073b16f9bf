using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Benchmarks.Networks;

/// <summary>The shape networks at the sizes of a real job.</summary>
internal static class ShapeNetworkCases
{
    /// <summary>Points of one call of the geometry decoder, and keys that FlashVDM leaves it.</summary>
    public const int GeometryPoints = 8000;

    public static int GeometryKeys(ShapeVaeConfig vae) => vae.NumLatents == 3072 ? 1024 : 256;

    /// <param name="part">encoder, denoiser, vae, geometry (FlashVDM) or own-geometry.</param>
    public static NetworkCase Create(string part, string graphs, ShapeModelConfig config) => part switch
    {
        "encoder" => Encoder(graphs, config.Conditioner!),
        "denoiser" => Denoiser(graphs, config),
        "vae" => Vae(graphs, config.Vae),
        "geometry" => Geometry(graphs, config.Vae),
        "own-geometry" => OwnGeometry(graphs, config.Vae),
        _ => throw new ArgumentException($"No part {part}: encoder, denoiser, vae, geometry or own-geometry.", nameof(part)),
    };

    private static NetworkCase Encoder(string graphs, DinoImageEncoderConfig config)
    {
        var (tokens, width) = ((double)config.Grid * config.Grid + 1, (double)config.HiddenSize);
        var flops = config.Layers * (2 * tokens * width * (4 * width + 3 * config.SwiGluSize) + 4 * tokens * tokens * width);
        return new NetworkCase(Path.Combine(graphs, ModelGraph.Encoder), flops, [("image", Noise.Tensor(1, 3, config.ImageSize, config.ImageSize))], []);
    }

    private static NetworkCase Denoiser(string graphs, ShapeModelConfig config)
    {
        var dit = config.Denoiser;
        var (n, t, h, m) = ((double)config.Vae.NumLatents, (double)config.Conditioner!.Tokens, (double)dit.HiddenSize, (double)dit.MlpSize);
        var s = n + t;
        var flops = (dit.Depth + dit.DepthSingleBlocks) * (2 * s * (4 * h * h + 2 * h * m) + 4 * s * s * h);
        List<(string, TensorData)> inputs = [
            ("latents", Noise.Tensor(1, config.Vae.NumLatents, dit.InChannels)), ("timestep", new TensorData([0.3f], 1)), ("condition", Noise.Tensor(1, config.Conditioner.Tokens, dit.ContextInDim))];
        if (dit.GuidanceEmbed)
            inputs.Add(("guidance", new TensorData([5f], 1)));
        return new NetworkCase(Path.Combine(graphs, ModelGraph.Denoiser), flops, inputs, []);
    }

    private static NetworkCase Vae(string graphs, ShapeVaeConfig config)
    {
        var (n, w) = ((double)config.NumLatents, (double)config.Width);
        return new NetworkCase(Path.Combine(graphs, ModelGraph.Vae), config.DecoderLayers * (24 * n * w * w + 4 * n * n * w), [("latents", Noise.Tensor(1, config.NumLatents, config.EmbedDim))], []);
    }

    // Without FlashVDM every point attends to all tokens.
    private static NetworkCase OwnGeometry(string graphs, ShapeVaeConfig config)
    {
        var (w, keys) = (config.GeoWidth, config.NumLatents);
        var flops = GeometryPoints * (2.0 * w * (config.FourierSize + w + w + 2 * config.GeoDecoderMlpExpandRatio * w) + 4.0 * keys * w);
        return new NetworkCase(Path.Combine(graphs, ModelGraph.Geometry), flops, [("points", Noise.Tensor(1, GeometryPoints, 3)), ("keys", Noise.Tensor(1, keys, w)), ("values", Noise.Tensor(1, keys, w))], []);
    }

    private static NetworkCase Geometry(string graphs, ShapeVaeConfig config)
    {
        var (w, keys) = (config.Width / 2, GeometryKeys(config));
        var flops = GeometryPoints * (2.0 * w * (51 + w + w + 2 * w) + 4.0 * keys * w);
        return new NetworkCase(
            Path.Combine(graphs, ModelGraph.FlashVdm, ModelGraph.Geometry), flops,
            [("points", Noise.Tensor(1, GeometryPoints, 3)), ("keys", Noise.Tensor(1, keys, w)), ("values", Noise.Tensor(1, keys, w))], []);
    }
}
