using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.Networks;

/// <summary>The parts of diffusers' BasicTransformerBlock.</summary>
internal static class TransformerLayers
{
    // torch's default.
    private const float Epsilon = 1e-5f;

    public static (OnnxValue Normal, Residual Stream) Norm(GraphBuilder graph, string name, Residual stream, CheckpointModule weights, int channels)
    {
        var (scale, shift) = weights.Affine(name, channels);
        return graph.LayerNorm(stream, graph.Weight($"{name}/scale", [channels], scale), graph.Weight($"{name}/shift", [channels], shift), Epsilon);
    }

    /// <summary>Attention with its four projections.</summary>
    /// <param name="query">[rows, channels].</param>
    /// <param name="context">[context rows, context width].</param>
    /// <param name="sequence">[3] i64: the shape [batch, -1, channels] that rows are seen in; every batch entry has a context of its own.</param>
    /// <returns>[rows, channels].</returns>
    public static OnnxValue Attention(
        GraphBuilder graph, string name, OnnxValue query, OnnxValue context, OnnxValue sequence, CheckpointModule weights, int channels, int contextWidth, int heads)
    {
        using var scope = graph.Scope(name);
        var module = weights.Below(name);
        var q = graph.Reshape(graph.Linear("to_q", query, module.Linear("to_q", channels, channels, bias: false)), sequence);
        var k = graph.Reshape(graph.Linear("to_k", context, module.Linear("to_k", channels, contextWidth, bias: false)), sequence);
        var v = graph.Reshape(graph.Linear("to_v", context, module.Linear("to_v", channels, contextWidth, bias: false)), sequence);
        var mixed = graph.Reshape(graph.Attention(q, k, v, heads), -1, channels);
        return graph.Linear("to_out.0", mixed, module.Linear("to_out.0", channels, channels));
    }

    /// <summary>GEGLU: h * gelu(g), with [h, g] one projection in the checkpoint and two here.</summary>
    public static OnnxValue FeedForward(GraphBuilder graph, OnnxValue x, CheckpointModule weights, int channels)
    {
        using var scope = graph.Scope("ff");
        var size = 4 * channels;
        var both = weights.Linear("ff.net.0.proj", 2 * size, channels);
        var gate = both.Rows(size, size);
        var gated = graph.Mul(graph.Linear("h", x, both.Rows(0, size)), graph.ErfGelu(graph.Linear("g", x, gate with { Bias = null }), gate.Bias!));
        return graph.Linear("out", gated, weights.Linear("ff.net.2", channels, size));
    }
}
