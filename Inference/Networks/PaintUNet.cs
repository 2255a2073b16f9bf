using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.Networks;

/// <summary>
/// The multiview texture network: Stable Diffusion 2.1's U with, in every transformer, attention to a reference picture's features and attention across all views. Source of the
/// layout: Tencent/Hunyuan3D-2, hy3dgen/texgen/hunyuanpaint/unet/modules.py. One entry of a guidance pair per call: the two do not see each other, and the unconditional one
/// needs no reference (scale 0, any features).
/// </summary>
internal sealed class PaintUNet : ITransformerBlock
{
    private const int TextTokens = 77;
    private const int CameraRows = 49;

    private readonly GraphBuilder _graph;
    private readonly StableDiffusionUNetConfig _config;
    private readonly Inputs _inputs;

    private PaintUNet(GraphBuilder graph, StableDiffusionUNetConfig config, Inputs inputs) => (_graph, _config, _inputs) = (graph, config, inputs);

    /// <summary>Keys of the transformers in the order they run; each names a reference feature.</summary>
    public static IReadOnlyList<(string Key, int Channels)> Features(StableDiffusionUNetConfig config)
    {
        var levels = Enumerable.Range(0, config.Levels - 1).ToList();
        return [
            .. levels.SelectMany(level => Enumerable.Range(0, config.LayersPerBlock).Select(layer => ($"down_{level}_{layer}_0", config.BlockOutChannels[level]))),
            ("mid_0_0", config.BlockOutChannels[^1]),
            .. levels.SelectMany(index => Enumerable.Range(0, config.LayersPerBlock + 1).Select(layer => ($"up_{index + 1}_{layer}_0", config.BlockOutChannels[config.Levels - 2 - index])))];
    }

    /// <summary>The learned prompt that takes the text's place, [1, 77, width] f32.</summary>
    public static float[] LearnedText(StableDiffusionUNetConfig config, CheckpointModule weights) => weights.Read("learned_text_clip_gen", 1, TextTokens, config.CrossAttentionDim);

    /// <summary>
    /// The generator. Inputs: <c>sample</c> [views, 12, height, width] (noise, normal and position latents), <c>timestep</c> [1], <c>text</c> [1, 77, width],
    /// <c>cameras</c> [views] i64 (already offset by 5), <c>ref_scale</c> and <c>mva_scale</c> [1], and <c>ref.KEY</c> [1, tokens, channels] for every feature.
    /// Output: <c>prediction</c> [views, 4, height, width]. With one view give <c>mva_scale</c> 0, as upstream skips that attention.
    /// </summary>
    public static void Build(GraphBuilder graph, StableDiffusionUNetConfig config, CheckpointModule weights)
    {
        // config.json describes the network before upstream widened its first layer: noise, normals, positions.
        config = config with { InChannels = 3 * config.InChannels };
        var sample = graph.Cast(graph.Input("sample", OnnxType.Float, "views", config.InChannels, "height", "width"), graph.Compute);
        var timestep = graph.Input("timestep", OnnxType.Float, 1);
        var text = graph.Cast(graph.Input("text", OnnxType.Float, 1, TextTokens, config.CrossAttentionDim), graph.Compute);
        var cameras = graph.Input("cameras", OnnxType.Int64, "views");
        var references = Features(config).ToDictionary(
            feature => feature.Key,
            feature => graph.Cast(graph.Input($"ref.{feature.Key}", OnnxType.Float, 1, $"tokens.{feature.Key}", feature.Channels), graph.Compute));
        var inputs = new Inputs(
            graph.Reshape(text, -1, config.CrossAttentionDim),
            references,
            graph.Cast(graph.Input("ref_scale", OnnxType.Float, 1), graph.Compute),
            graph.Cast(graph.Input("mva_scale", OnnxType.Float, 1), graph.Compute));

        var unet = new StableDiffusionUNet(graph, config, weights, new PaintUNet(graph, config, inputs));
        var table = graph.Weight("class_embedding", [CameraRows, config.EmbeddingSize], weights.Read("class_embedding.weight", CameraRows, config.EmbeddingSize));
        var time = unet.TimeEmbedding(timestep);
        graph.Tap("time_embedding", 2, () => time);
        var embedding = graph.Add(time, graph.Node("Gather", [table, cameras]));
        var prediction = unet.Build(sample, embedding)!.Value;
        graph.Output("prediction", graph.Cast(prediction, OnnxType.Float), "views", config.OutChannels, "height", "width");
    }

    /// <summary>
    /// The dual network, whose normalised transformer inputs are the reference features. It runs once per job, at time 0, on clean latents.
    /// Input: <c>latents</c> [references, 4, height, width]. Outputs: <c>ref.KEY</c> [1, references * pixels, channels]. What comes after the last feature is not built.
    /// </summary>
    /// <param name="weights">Below <c>unet_dual.</c>.</param>
    /// <param name="text">The generator's <c>learned_text_clip_ref</c>, [1, 77, width].</param>
    public static void BuildReferenceWriter(GraphBuilder graph, StableDiffusionUNetConfig config, CheckpointModule weights, float[] text)
    {
        var latents = graph.Cast(graph.Input("latents", OnnxType.Float, "references", config.InChannels, "height", "width"), graph.Compute);
        var learned = graph.Weight("learned_text_clip_ref", [TextTokens, config.CrossAttentionDim], text);
        var unet = new StableDiffusionUNet(graph, config, weights, new PaintUNet(graph, config, new Inputs(learned, null, default, default)));
        var timestep = graph.Weight("timestep", [1], [0f], OnnxType.Float);
        unet.Build(latents, unet.TimeEmbedding(timestep));
    }

    /// <summary>Weights of the dual network that only serve its own, unused, output.</summary>
    public static bool IsUnusedByReferenceWriter(StableDiffusionUNetConfig config, string name)
    {
        var last = $"up_blocks.{config.Levels - 1}.attentions.{config.LayersPerBlock}.";
        return name.StartsWith("conv_norm_out.", StringComparison.Ordinal)
            || name.StartsWith("conv_out.", StringComparison.Ordinal)
            || (name.StartsWith(last, StringComparison.Ordinal) && !name.StartsWith($"{last}norm.", StringComparison.Ordinal) && !name.StartsWith($"{last}proj_in.", StringComparison.Ordinal));
    }

    OnnxValue? ITransformerBlock.Build(string key, OnnxValue rows, OnnxValue batch, CheckpointModule weights, int channels, int heads)
    {
        using var scope = _graph.Scope("transformer_blocks.0");
        var plain = weights.Below("transformer");
        var perView = _graph.Concat(0, batch, _graph.Integers(-1, channels));
        var joint = _graph.Integers(1, -1, channels);

        // All added attentions read the same normalised input, and neither the text nor the reference differs between views: one sequence serves them all.
        var (normal, stream) = TransformerLayers.Norm(_graph, "norm1", new Residual(rows), plain, channels);
        if (_inputs.References is null)
        {
            _graph.Output($"ref.{key}", _graph.Cast(_graph.Reshape(normal, joint), OnnxType.Float), 1, $"tokens.{key}", channels);
            if (key == Features(_config)[^1].Key)
                return null;
        }

        var self = TransformerLayers.Attention(_graph, "attn1", normal, normal, perView, plain, channels, channels, heads);
        _graph.Tap($"{key}.transformer.attn1", 3, () => _graph.Reshape(self, perView));
        stream = stream with { Delta = self };
        if (_inputs.References is { } references)
        {
            var reference = _graph.Reshape(references[key], -1, channels);
            var fromReference = TransformerLayers.Attention(_graph, "attn_refview", normal, reference, joint, weights, channels, channels, heads);
            _graph.Tap($"{key}.attn_refview", 3, () => _graph.Reshape(fromReference, perView));
            var acrossViews = TransformerLayers.Attention(_graph, "attn_multiview", normal, normal, joint, weights, channels, channels, heads);
            _graph.Tap($"{key}.attn_multiview", 3, () => _graph.Reshape(acrossViews, joint));
            var added = _graph.Add(_graph.Mul(fromReference, _inputs.ReferenceScale), _graph.Mul(acrossViews, _inputs.MultiviewScale));
            stream = stream with { Delta = _graph.Add(self, added) };
        }

        (normal, stream) = TransformerLayers.Norm(_graph, "norm2", stream, plain, channels);
        var fromText = TransformerLayers.Attention(_graph, "attn2", normal, _inputs.Text, joint, plain, channels, _config.CrossAttentionDim, heads);
        _graph.Tap($"{key}.transformer.attn2", 3, () => _graph.Reshape(fromText, perView));
        stream = stream with { Delta = fromText };
        (normal, stream) = TransformerLayers.Norm(_graph, "norm3", stream, plain, channels);
        var result = (stream with { Delta = TransformerLayers.FeedForward(_graph, normal, plain, channels) }).Close(_graph);
        _graph.Tap($"{key}.out", 3, () => _graph.Reshape(result, perView));
        return result;
    }

    private sealed record Inputs(OnnxValue Text, IReadOnlyDictionary<string, OnnxValue>? References, OnnxValue ReferenceScale, OnnxValue MultiviewScale);
}
