using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.Networks;

/// <summary>
/// The network that removes light and shadow from a picture: Stable Diffusion 2.1's U with eight input channels, the noisy latents and the picture's (InstructPix2Pix, Brooks et al. 2023).
/// </summary>
internal sealed class DelightUNet : ITransformerBlock
{
    private readonly GraphBuilder _graph;
    private readonly StableDiffusionUNetConfig _config;
    private readonly OnnxValue _text;

    private DelightUNet(GraphBuilder graph, StableDiffusionUNetConfig config, OnnxValue text) => (_graph, _config, _text) = (graph, config, text);

    /// <summary>
    /// Inputs: <c>sample</c> [1, 8, height, width], <c>timestep</c> [1], <c>text</c> [1, tokens, width]. Output: <c>prediction</c> [1, 4, height, width]. All f32.
    /// </summary>
    public static void Build(GraphBuilder graph, StableDiffusionUNetConfig config, CheckpointModule weights)
    {
        var sample = graph.Cast(graph.Input("sample", OnnxType.Float, 1, config.InChannels, "height", "width"), graph.Compute);
        var timestep = graph.Input("timestep", OnnxType.Float, 1);
        var text = graph.Cast(graph.Input("text", OnnxType.Float, 1, "tokens", config.CrossAttentionDim), graph.Compute);
        var block = new DelightUNet(graph, config, graph.Reshape(text, -1, config.CrossAttentionDim));
        var unet = new StableDiffusionUNet(graph, config, weights, block);
        var prediction = unet.Build(sample, unet.TimeEmbedding(timestep))!.Value;
        graph.Output("prediction", graph.Cast(prediction, OnnxType.Float), 1, config.OutChannels, "height", "width");
    }

    OnnxValue? ITransformerBlock.Build(string key, OnnxValue rows, OnnxValue batch, CheckpointModule weights, int channels, int heads)
    {
        using var scope = _graph.Scope("transformer_blocks.0");
        var sequence = _graph.Integers(1, -1, channels);
        var (normal, stream) = TransformerLayers.Norm(_graph, "norm1", new Residual(rows), weights, channels);
        stream = stream with { Delta = TransformerLayers.Attention(_graph, "attn1", normal, normal, sequence, weights, channels, channels, heads) };
        (normal, stream) = TransformerLayers.Norm(_graph, "norm2", stream, weights, channels);
        stream = stream with { Delta = TransformerLayers.Attention(_graph, "attn2", normal, _text, sequence, weights, channels, _config.CrossAttentionDim, heads) };
        (normal, stream) = TransformerLayers.Norm(_graph, "norm3", stream, weights, channels);
        return (stream with { Delta = TransformerLayers.FeedForward(_graph, normal, weights, channels) }).Close(_graph);
    }
}
