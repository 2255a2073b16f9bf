using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.Networks;

/// <summary>
/// The decoder of the shape VAE: latents to the keys and values that the geometry decoder asks (they do not depend on the query points, so they are
/// computed once per mesh). Source of the layout: Tencent/Hunyuan3D-2, hy3dgen/shapegen/models/autoencoders/model.py and attention_blocks.py.
/// Upstream keeps q, k and v interleaved per head; the import reorders them once.
/// </summary>
internal static class ShapeVae
{
    internal const float Epsilon = 1e-6f;

    /// <summary>Input <c>latents</c> [1, tokens, channels], already divided by the scale factor; outputs <c>keys</c> and <c>values</c> [1, tokens, geometry width]. All f32.</summary>
    public static void Build(GraphBuilder graph, ShapeVaeConfig config, CheckpointModule weights)
    {
        var width = config.Width;
        var latents = graph.Cast(graph.Input("latents", OnnxType.Float, 1, "tokens", config.EmbedDim), graph.Compute);
        var stream = new Residual(graph.Linear("post_kl", graph.Reshape(latents, -1, config.EmbedDim), weights.Linear("post_kl", width, config.EmbedDim), exact: true));
        graph.Tap("post_kl", 3, () => graph.Reshape(stream.Sum, 1, -1, width));
        for (var i = 0; i < config.DecoderLayers; i++)
        {
            using var scope = graph.Scope($"transformer.resblocks.{i}");
            stream = Block(graph, config, weights.Below($"transformer.resblocks.{i}"), stream);
            graph.Tap($"block.{i}", 3, () => graph.Reshape(stream.Close(graph), 1, -1, width));
        }

        var hidden = stream.Close(graph);
        graph.Tap("out", 3, () => graph.Reshape(hidden, 1, -1, width));
        KeysAndValues(graph, config, weights.Below("geo_decoder"), hidden);
    }

    private static Residual Block(GraphBuilder graph, ShapeVaeConfig config, CheckpointModule weights, Residual stream)
    {
        var (width, heads, size) = (config.Width, config.Heads, config.HeadSize);
        (var normal, stream) = Norm(graph, weights, "ln_1", stream, width);
        var qkv = weights.Linear("attn.c_qkv", 3 * width, width, config.QkvBias);
        var query = Part("q", 0, "q_norm");
        var key = Part("k", 1, "k_norm");
        var value = Part("v", 2, null);
        var mixed = graph.Reshape(graph.Attention(query, key, value, heads), -1, width);
        stream = stream with { Delta = graph.Linear("c_proj", mixed, weights.Linear("attn.c_proj", width, width)) };

        (normal, stream) = Norm(graph, weights, "ln_2", stream, width);
        return stream with { Delta = Mlp(graph, weights, normal, width, 4 * width) };

        OnnxValue Part(string name, int part, string? norm)
        {
            var rows = graph.Linear(name, normal, qkv.Reordered(width, row => row / size * 3 * size + part * size + row % size));
            if (norm is not null && config.QkNorm)
                rows = HeadNorm(graph, weights, norm, rows, size);
            return graph.Reshape(rows, 1, -1, width);
        }
    }

    private static void KeysAndValues(GraphBuilder graph, ShapeVaeConfig config, CheckpointModule weights, OnnxValue hidden)
    {
        using var scope = graph.Scope("geo_decoder");
        var (width, size) = (config.GeoWidth, config.HeadSize);
        if (config.GeoDecoderDownsampleRatio != 1)
        {
            hidden = graph.Linear("latents_proj", hidden, weights.Linear("latents_proj", width, config.Width));
            graph.Tap("latents_proj", 3, () => graph.Reshape(hidden, 1, -1, width));
        }

        var cross = weights.Below("cross_attn_decoder");
        var (normal, _) = Norm(graph, cross, "ln_2", new Residual(hidden), width);
        var keyValue = cross.Linear("attn.c_kv", 2 * width, width, config.QkvBias);
        var keys = graph.Linear("k", normal, keyValue.Reordered(width, row => row / size * 2 * size + row % size));
        if (config.GeoQkNorm)
            keys = HeadNorm(graph, cross, "k_norm", keys, size);
        var values = graph.Linear("v", normal, keyValue.Reordered(width, row => row / size * 2 * size + size + row % size));
        graph.Output("keys", graph.Cast(graph.Reshape(keys, 1, -1, width), OnnxType.Float), 1, "tokens", width);
        graph.Output("values", graph.Cast(graph.Reshape(values, 1, -1, width), OnnxType.Float), 1, "tokens", width);
    }

    internal static (OnnxValue Normal, Residual Stream) Norm(GraphBuilder graph, CheckpointModule weights, string name, Residual stream, int width, float epsilon = Epsilon)
    {
        var (scale, shift) = weights.Affine(name, width);
        return graph.LayerNorm(stream, graph.Weight($"{name}/scale", [width], scale), graph.Weight($"{name}/shift", [width], shift), epsilon);
    }

    /// <summary>LayerNorm over each head, with weights that all heads share. Returns [rows * heads, head size].</summary>
    internal static OnnxValue HeadNorm(GraphBuilder graph, CheckpointModule weights, string name, OnnxValue rows, int size)
    {
        var (scale, shift) = weights.Affine($"attn.attention.{name}", size);
        return graph.LayerNorm(graph.Reshape(rows, -1, size), graph.Weight($"{name}/scale", [size], scale), graph.Weight($"{name}/shift", [size], shift), Epsilon);
    }

    internal static OnnxValue Mlp(GraphBuilder graph, CheckpointModule weights, OnnxValue x, int width, int hiddenWidth)
    {
        var up = weights.Linear("mlp.c_fc", hiddenWidth, width);
        var hidden = graph.ErfGelu(graph.Linear("c_fc", x, up with { Bias = null }), up.Bias!);
        return graph.Linear("c_proj", hidden, weights.Linear("mlp.c_proj", width, hiddenWidth));
    }
}
