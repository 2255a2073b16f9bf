using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.Networks;

/// <summary>
/// DINOv2 (Oquab et al. 2023), the image encoder of the shape pipeline: picture to condition tokens.
/// Layout of the checkpoint: huggingface/transformers, models/dinov2. Ours differs in what is decided at import: position embeddings are resized once,
/// layer scales are folded into the layer before them.
/// </summary>
internal static class DinoImageEncoder
{
    /// <summary>Input <c>image</c> [pictures, 3, size, size], normalised; output <c>tokens</c> [pictures, tokens, width].</summary>
    public static void Build(GraphBuilder graph, DinoImageEncoderConfig config, CheckpointModule weights)
    {
        var (width, grid) = (config.HiddenSize, config.Grid);
        var image = graph.Cast(graph.Input("image", OnnxType.Float, "pictures", 3, config.ImageSize, config.ImageSize), graph.Compute);
        var pictures = graph.Shape(image, 0, 1);
        var sequence = graph.Concat(0, pictures, graph.Integers(-1, width));

        var embeddings = weights.Below("embeddings");
        var tokens = Embed(graph, config, embeddings, image, pictures);
        graph.Tap("dino_embeddings", 3, () => tokens);
        var stream = new Residual(graph.Reshape(tokens, -1, width));
        for (var i = 0; i < config.Layers; i++)
        {
            using var scope = graph.Scope($"encoder.layer.{i}");
            stream = Layer(graph, config, weights.Below($"encoder.layer.{i}"), stream, sequence);
            graph.Tap($"dino_layer.{i}", 3, () => graph.Reshape(stream.Close(graph), sequence));
        }

        var (scale, shift) = weights.Affine("layernorm", width);
        var (normal, _) = graph.LayerNorm(stream, graph.Weight("scale", [width], scale), graph.Weight("shift", [width], shift), config.LayerNormEpsilon);
        var result = graph.Reshape(normal, sequence);
        if (!config.UseClsToken)
            result = graph.Slice(result, 1, 1, grid * grid + 1);
        graph.Output("tokens", graph.Cast(result, OnnxType.Float), "pictures", config.Tokens, width);
    }

    private static OnnxValue Embed(GraphBuilder graph, DinoImageEncoderConfig config, CheckpointModule weights, OnnxValue image, OnnxValue pictures)
    {
        using var scope = graph.Scope("embeddings");
        var (width, grid, patch) = (config.HiddenSize, config.Grid, DinoImageEncoderConfig.PatchSize);
        var kernel = graph.Weight("projection", [width, 3, patch, patch], weights.Matrix("patch_embeddings.projection.weight", width, 3, patch, patch));
        var bias = graph.Weight("bias", [width], weights.Read("patch_embeddings.projection.bias", width));
        var patches = graph.Node("Conv", [image, kernel, bias], null, "", OnnxAttribute.Integers("strides", patch, patch));
        patches = graph.Transpose(graph.Reshape(patches, 0, width, grid * grid), 0, 2, 1);

        var stored = config.PositionImageSize / patch;
        var positions = weights.Read("position_embeddings", 1, 1 + stored * stored, width);
        var patchPositions = PositionEmbedding.Resize(positions.AsSpan(width), stored, grid, width);
        patches = graph.Add(patches, graph.Weight("positions", [1, grid * grid, width], patchPositions));

        var first = weights.Read("cls_token", 1, 1, width);
        for (var i = 0; i < width; i++)
            first[i] += positions[i];
        if (weights.Has("mask_token"))
            weights.Read("mask_token", 1, width);
        var shape = graph.Concat(0, pictures, graph.Integers(1, width));
        return graph.Concat(1, graph.Node("Expand", [graph.Weight("cls", [1, 1, width], first), shape]), patches);
    }

    private static Residual Layer(GraphBuilder graph, DinoImageEncoderConfig config, CheckpointModule weights, Residual stream, OnnxValue sequence)
    {
        var width = config.HiddenSize;
        (var normal, stream) = Norm("norm1", stream);
        var attention = weights.Below("attention.attention");
        var query = graph.Reshape(graph.Linear("query", normal, attention.Linear("query", width, width, config.QkvBias)), sequence);
        var key = graph.Reshape(graph.Linear("key", normal, attention.Linear("key", width, width, config.QkvBias)), sequence);
        var value = graph.Reshape(graph.Linear("value", normal, attention.Linear("value", width, width, config.QkvBias)), sequence);
        var mixed = graph.Reshape(graph.Attention(query, key, value, config.Heads), -1, width);
        var output = weights.Linear("attention.output.dense", width, width).Scaled(weights.Read("layer_scale1.lambda1", width));
        stream = stream with { Delta = graph.Linear("output", mixed, output) };

        (normal, stream) = Norm("norm2", stream);
        return stream with { Delta = Mlp(graph, config, weights, normal) };

        (OnnxValue, Residual) Norm(string name, Residual open)
        {
            var (scale, shift) = weights.Affine(name, width);
            return graph.LayerNorm(open, graph.Weight($"{name}/scale", [width], scale), graph.Weight($"{name}/shift", [width], shift), config.LayerNormEpsilon);
        }
    }

    private static OnnxValue Mlp(GraphBuilder graph, DinoImageEncoderConfig config, CheckpointModule weights, OnnxValue x)
    {
        var width = config.HiddenSize;
        var layerScale = weights.Read("layer_scale2.lambda1", width);
        if (!config.UseSwiGlu)
        {
            var up = weights.Linear("mlp.fc1", config.MlpSize, width);
            var hidden = graph.ErfGelu(graph.Linear("fc1", x, up with { Bias = null }), up.Bias!);
            return graph.Linear("fc2", hidden, weights.Linear("mlp.fc2", width, config.MlpSize).Scaled(layerScale));
        }

        var size = config.SwiGluSize;
        var both = weights.Linear("mlp.weights_in", 2 * size, width);
        var gate = graph.Silu(graph.Linear("gate", x, both.Rows(0, size)));
        var gated = graph.Mul(gate, graph.Linear("up", x, both.Rows(size, size)));
        return graph.Linear("down", gated, weights.Linear("mlp.weights_out", width, size).Scaled(layerScale));
    }
}
