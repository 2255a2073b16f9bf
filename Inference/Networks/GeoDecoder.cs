using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.Networks;

/// <summary>
/// The geometry decoder: points to logits, by one cross attention over the keys and values that <see cref="ShapeVae"/> made. FlashVDM gives it a selection
/// of them; <see cref="BuildQueries"/> is the first half alone, by which that selection is made.
/// </summary>
internal static class GeoDecoder
{
    // torch's default, where every other norm of the network has 1e-6.
    private const float PostEpsilon = 1e-5f;

    /// <summary>Inputs <c>points</c> [1, points, 3], <c>keys</c> and <c>values</c> [1, tokens, width]; output <c>logits</c> [1, points, 1]. All f32.</summary>
    public static void Build(GraphBuilder graph, ShapeVaeConfig config, CheckpointModule weights)
    {
        var width = config.GeoWidth;
        var keys = graph.Cast(graph.Input("keys", OnnxType.Float, 1, "tokens", width), graph.Compute);
        var values = graph.Cast(graph.Input("values", OnnxType.Float, 1, "tokens", width), graph.Compute);
        var (query, stream) = Queries(graph, config, weights);

        var cross = weights.Below("cross_attn_decoder");
        var mixed = graph.Reshape(graph.Attention(query, keys, values, config.GeoHeads), -1, width);
        stream = stream with { Delta = graph.Linear("attn.c_proj", mixed, cross.Linear("attn.c_proj", width, width)) };
        (var normal, stream) = ShapeVae.Norm(graph, cross, "ln_3", stream, width);
        stream = stream with { Delta = ShapeVae.Mlp(graph, cross, normal, width, config.GeoDecoderMlpExpandRatio * width) };
        graph.Tap("cross_block", 3, () => graph.Reshape(stream.Close(graph), 1, -1, width));
        var hidden = config.GeoDecoderLnPost ? ShapeVae.Norm(graph, weights, "ln_post", stream, width, PostEpsilon).Normal : stream.Close(graph);
        var logits = graph.Linear("output_proj", hidden, weights.Linear("output_proj", 1, width));
        graph.Output("logits", graph.Cast(graph.Reshape(logits, 1, -1, 1), OnnxType.Float), 1, "points", 1);
    }

    /// <summary>Input <c>points</c> [1, points, 3]; output <c>queries</c> [1, points, width]. All f32.</summary>
    public static void BuildQueries(GraphBuilder graph, ShapeVaeConfig config, CheckpointModule weights)
    {
        var (query, _) = Queries(graph, config, weights);
        graph.Output("queries", graph.Cast(query, OnnxType.Float), 1, "points", config.GeoWidth);
    }

    private static (OnnxValue Query, Residual Stream) Queries(GraphBuilder graph, ShapeVaeConfig config, CheckpointModule weights)
    {
        var width = config.GeoWidth;
        var points = graph.Input("points", OnnxType.Float, 1, "points", 3);
        var features = Fourier(graph, config, points);
        var projected = graph.Linear("query_proj", graph.Cast(features, graph.Compute), weights.Linear("query_proj", width, config.FourierSize), exact: true);
        graph.Tap("query_proj", 3, () => graph.Reshape(projected, 1, -1, width));
        var cross = weights.Below("cross_attn_decoder");
        var (normal, stream) = ShapeVae.Norm(graph, cross, "ln_1", new Residual(projected), width);
        var query = graph.Linear("c_q", normal, cross.Linear("attn.c_q", width, width, config.QkvBias));
        if (config.GeoQkNorm)
            query = ShapeVae.HeadNorm(graph, cross, "q_norm", query, config.HeadSize);
        return (graph.Reshape(query, 1, -1, width), stream);
    }

    /// <summary>[p, sin(p_x f), sin(p_y f), sin(p_z f), cos(...) likewise] with f_k = 2^k, in f32 whatever the target.</summary>
    private static OnnxValue Fourier(GraphBuilder graph, ShapeVaeConfig config, OnnxValue points)
    {
        using var scope = graph.Scope("fourier");
        var frequencies = new float[config.NumFreqs];
        for (var i = 0; i < frequencies.Length; i++)
            frequencies[i] = MathF.ScaleB(config.IncludePi ? MathF.PI : 1, i);
        var angles = graph.Mul(graph.Reshape(points, -1, 3, 1), graph.Weight("frequencies", [1, 1, frequencies.Length], frequencies, OnnxType.Float));
        angles = graph.Reshape(angles, -1, 3 * frequencies.Length);
        var features = graph.Concat(1, graph.Reshape(points, -1, 3), graph.Node("Sin", [angles]), graph.Node("Cos", [angles]));
        graph.Tap("fourier", 3, () => graph.Reshape(features, 1, -1, config.FourierSize));
        return features;
    }
}
