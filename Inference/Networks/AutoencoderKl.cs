using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.Networks;

/// <summary>
/// Stable Diffusion's picture VAE: pictures to latents an eighth of their size and back. Layout of the checkpoint: huggingface/diffusers, AutoencoderKL, with the current or
/// the legacy names of its one attention.
/// </summary>
internal sealed class AutoencoderKl
{
    private const float Epsilon = 1e-6f;
    private const int PictureChannels = 3;

    private readonly GraphBuilder _graph;
    private readonly AutoencoderKlConfig _config;
    private readonly CheckpointModule _weights;

    private AutoencoderKl(GraphBuilder graph, AutoencoderKlConfig config, CheckpointModule weights) => (_graph, _config, _weights) = (graph, config, weights);

    /// <summary>Input <c>pictures</c> [batch, 3, height, width] in -1..1; output <c>moments</c> [batch, 8, height / 8, width / 8]: mean, then log variance. All f32.</summary>
    public static void BuildEncoder(GraphBuilder graph, AutoencoderKlConfig config, CheckpointModule weights) => new AutoencoderKl(graph, config, weights).Encoder();

    /// <summary>Input <c>latents</c> [batch, 4, height, width], already divided by the scaling factor; output <c>pictures</c> [batch, 3, 8 height, 8 width] in about -1..1. All f32.</summary>
    public static void BuildDecoder(GraphBuilder graph, AutoencoderKlConfig config, CheckpointModule weights) => new AutoencoderKl(graph, config, weights).Decoder();

    private void Encoder()
    {
        var widths = _config.BlockOutChannels;
        var encoder = _weights.Below("encoder");
        var x = _graph.Cast(_graph.Input("pictures", OnnxType.Float, "batch", PictureChannels, "height", "width"), _graph.Compute);
        x = _graph.Convolution("conv_in", x, encoder, widths[0], PictureChannels, 3, 1, 1);
        var channels = widths[0];
        for (var level = 0; level < widths.Count; level++)
        {
            var name = $"down_blocks.{level}";
            using var scope = _graph.Scope(name);
            for (var layer = 0; layer < _config.LayersPerBlock; layer++, channels = widths[level])
                x = Resnet($"resnets.{layer}", x, encoder.Below(name), channels, widths[level]);
            // Padded on the right and below only, as upstream.
            if (level < widths.Count - 1)
                x = _graph.Convolution("conv", x, encoder.Below($"{name}.downsamplers.0"), channels, channels, 3, 2, 0, 0, 1, 1);
        }

        x = Middle(x, encoder, channels);
        x = _graph.Silu(_graph.GroupNorm("conv_norm_out", x, encoder, channels, _config.NormNumGroups, Epsilon));
        var moments = 2 * _config.LatentChannels;
        x = _graph.Convolution("conv_out", x, encoder, moments, channels, 3, 1, 1);
        x = _graph.Convolution("quant_conv", x, _weights, moments, moments, 1);
        _graph.Output("moments", _graph.Cast(x, OnnxType.Float), "batch", moments, "latent_height", "latent_width");
    }

    private void Decoder()
    {
        var widths = _config.BlockOutChannels;
        var decoder = _weights.Below("decoder");
        var x = _graph.Cast(_graph.Input("latents", OnnxType.Float, "batch", _config.LatentChannels, "height", "width"), _graph.Compute);
        x = _graph.Convolution("post_quant_conv", x, _weights, _config.LatentChannels, _config.LatentChannels, 1);
        var channels = widths[^1];
        x = _graph.Convolution("conv_in", x, decoder, channels, _config.LatentChannels, 3, 1, 1);
        x = Middle(x, decoder, channels);
        for (var index = 0; index < widths.Count; index++)
        {
            // up_blocks.0 is the coarsest level.
            var (name, width) = ($"up_blocks.{index}", widths[widths.Count - 1 - index]);
            using var scope = _graph.Scope(name);
            for (var layer = 0; layer <= _config.LayersPerBlock; layer++, channels = width)
                x = Resnet($"resnets.{layer}", x, decoder.Below(name), channels, width);
            if (index < widths.Count - 1)
                x = _graph.Convolution("conv", _graph.UpsampleNearest(x), decoder.Below($"{name}.upsamplers.0"), channels, channels, 3, 1, 1);
        }

        x = _graph.Silu(_graph.GroupNorm("conv_norm_out", x, decoder, channels, _config.NormNumGroups, Epsilon));
        x = _graph.Convolution("conv_out", x, decoder, PictureChannels, channels, 3, 1, 1);
        _graph.Output("pictures", _graph.Cast(x, OnnxType.Float), "batch", PictureChannels, "picture_height", "picture_width");
    }

    private OnnxValue Middle(OnnxValue x, CheckpointModule half, int channels)
    {
        using var scope = _graph.Scope("mid_block");
        var block = half.Below("mid_block");
        x = Resnet("resnets.0", x, block, channels, channels);
        x = Attention(x, block.Below("attentions.0"), channels);
        return Resnet("resnets.1", x, block, channels, channels);
    }

    private OnnxValue Attention(OnnxValue x, CheckpointModule module, int channels)
    {
        using var scope = _graph.Scope("attentions.0");
        var shape = _graph.Node("Shape", [x], OnnxType.Int64);
        var sequence = _graph.Concat(0, _graph.Shape(x, 0, 1), _graph.Integers(-1, channels));
        var normal = _graph.GroupNorm("group_norm", x, module, channels, _config.NormNumGroups, Epsilon);
        var rows = _graph.Reshape(_graph.Transpose(_graph.Reshape(normal, 0, channels, -1), 0, 2, 1), -1, channels);
        var query = Project("to_q", "query");
        var key = Project("to_k", "key");
        var value = Project("to_v", "value");
        var mixed = _graph.Reshape(_graph.Attention(query, key, value, 1), -1, channels);
        var output = _graph.Linear("to_out", mixed, Weights("to_out.0", "proj_attn"));
        var planes = _graph.Transpose(_graph.Reshape(output, sequence), 0, 2, 1);
        return _graph.Add(_graph.Reshape(planes, shape), x);

        OnnxValue Project(string name, string legacy) => _graph.Reshape(_graph.Linear(name, rows, Weights(name, legacy)), sequence);

        LinearWeights Weights(string name, string legacy) => module.Linear(module.Has($"{name}.weight") ? name : legacy, channels, channels);
    }

    private OnnxValue Resnet(string name, OnnxValue x, CheckpointModule block, int inputs, int outputs)
    {
        using var scope = _graph.Scope(name);
        var module = block.Below(name);
        var hidden = _graph.Silu(_graph.GroupNorm("norm1", x, module, inputs, _config.NormNumGroups, Epsilon));
        hidden = _graph.Convolution("conv1", hidden, module, outputs, inputs, 3, 1, 1);
        hidden = _graph.Silu(_graph.GroupNorm("norm2", hidden, module, outputs, _config.NormNumGroups, Epsilon));
        hidden = _graph.Convolution("conv2", hidden, module, outputs, outputs, 3, 1, 1);
        return _graph.Add(hidden, inputs == outputs ? x : _graph.Convolution("conv_shortcut", x, module, outputs, inputs, 1));
    }
}
