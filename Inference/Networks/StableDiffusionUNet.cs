using System.Globalization;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.Networks;

/// <summary>
/// The U of Stable Diffusion 2.1 (Rombach et al. 2022): residual convolution blocks, with a transformer at every level but the coarsest. What the transformer
/// attends to is the caller's: the paint network adds views and references. Layout of the checkpoint: huggingface/diffusers, UNet2DConditionModel.
/// </summary>
internal sealed class StableDiffusionUNet(GraphBuilder graph, StableDiffusionUNetConfig config, CheckpointModule weights, ITransformerBlock transformer)
{
    // diffusers' Transformer2DModel has its own.
    private const float TransformerNormEpsilon = 1e-6f;

    private OnnxValue _modulator;

    /// <summary>The sinusoid of a time step and its two layers, with a class embedding added where there is one.</summary>
    /// <param name="timestep">[1] f32, 0 to 999; may be fractional.</param>
    /// <returns>[1, 4 * channels].</returns>
    public OnnxValue TimeEmbedding(OnnxValue timestep)
    {
        using var scope = graph.Scope("time_embedding");
        var channels = config.BlockOutChannels[0];
        var frequencies = Enumerable.Range(0, channels / 2).Select(i => MathF.Exp((float)-Math.Log(10000) * i / (channels / 2))).ToArray();
        var angles = graph.Mul(graph.Reshape(timestep, 1, 1), graph.Weight("frequencies", [1, frequencies.Length], frequencies, OnnxType.Float));
        var sinusoid = graph.Cast(graph.Concat(-1, graph.Node("Cos", [angles]), graph.Node("Sin", [angles])), graph.Compute);
        var module = weights.Below("time_embedding");
        var hidden = graph.Silu(graph.Linear("linear_1", sinusoid, module.Linear("linear_1", config.EmbeddingSize, channels), exact: true));
        return graph.Linear("linear_2", hidden, module.Linear("linear_2", config.EmbeddingSize, config.EmbeddingSize), exact: true);
    }

    /// <param name="x">[batch, channels, height, width].</param>
    /// <param name="embedding">[batch or 1, 4 * channels].</param>
    /// <returns>[batch, out channels, height, width]; null when the transformer needed no more.</returns>
    public OnnxValue? Build(OnnxValue x, OnnxValue embedding)
    {
        _modulator = graph.Silu(embedding);
        x = graph.Convolution("conv_in", x, weights, config.BlockOutChannels[0], config.InChannels, 3, 1, 1);
        graph.Tap("conv_in", 4, () => x);
        var skips = new Stack<(OnnxValue Value, int Channels)>();
        skips.Push((x, config.BlockOutChannels[0]));
        var channels = config.BlockOutChannels[0];
        for (var level = 0; level < config.Levels; level++)
            (x, channels) = Down(level, x, channels, skips);
        x = Middle(x, channels);
        for (var level = config.Levels - 1; level >= 0; level--)
        {
            if (Up(level, x, channels, skips) is not { } up)
                return null;
            (x, channels) = (up, config.BlockOutChannels[level]);
        }

        x = graph.Silu(graph.GroupNorm("conv_norm_out", x, weights, channels, config.NormNumGroups, config.NormEpsilon));
        return graph.Convolution("conv_out", x, weights, config.OutChannels, channels, 3, 1, 1);
    }

    private (OnnxValue X, int Channels) Down(int level, OnnxValue x, int channels, Stack<(OnnxValue, int)> skips)
    {
        var name = $"down_blocks.{level}";
        using var scope = graph.Scope(name);
        var (block, width) = (weights.Below(name), config.BlockOutChannels[level]);
        for (var layer = 0; layer < config.LayersPerBlock; layer++)
        {
            x = Resnet($"resnets.{layer}", x, block, channels, width);
            channels = width;
            if (config.HasAttention(level))
                x = Transformer($"attentions.{layer}", $"down_{level}_{layer}_0", x, block, width, config.Heads[level])!.Value;
            skips.Push((x, width));
        }

        if (level < config.Levels - 1)
        {
            using var sampler = graph.Scope("downsamplers.0");
            x = graph.Convolution("conv", x, block.Below("downsamplers.0"), width, width, 3, 2, 1);
            skips.Push((x, width));
        }

        graph.Tap(name, 4, () => x);
        return (x, width);
    }

    private OnnxValue Middle(OnnxValue x, int channels)
    {
        using var scope = graph.Scope("mid_block");
        var block = weights.Below("mid_block");
        x = Resnet("resnets.0", x, block, channels, channels);
        x = Transformer("attentions.0", "mid_0_0", x, block, channels, config.Heads[^1])!.Value;
        x = Resnet("resnets.1", x, block, channels, channels);
        graph.Tap("mid_block", 4, () => x);
        return x;
    }

    private OnnxValue? Up(int level, OnnxValue x, int channels, Stack<(OnnxValue Value, int Channels)> skips)
    {
        // up_blocks.0 is the coarsest level.
        var index = config.Levels - 1 - level;
        var name = string.Create(CultureInfo.InvariantCulture, $"up_blocks.{index}");
        using var scope = graph.Scope(name);
        var (block, width) = (weights.Below(name), config.BlockOutChannels[level]);
        for (var layer = 0; layer <= config.LayersPerBlock; layer++)
        {
            var skip = skips.Pop();
            x = Resnet($"resnets.{layer}", graph.Concat(1, x, skip.Value), block, channels + skip.Channels, width);
            channels = width;
            if (config.HasAttention(level))
            {
                if (Transformer($"attentions.{layer}", $"up_{index}_{layer}_0", x, block, width, config.Heads[level]) is not { } mixed)
                    return null;
                x = mixed;
            }
        }

        if (level > 0)
        {
            using var sampler = graph.Scope("upsamplers.0");
            x = graph.Convolution("conv", graph.UpsampleNearest(x), block.Below("upsamplers.0"), width, width, 3, 1, 1);
        }

        graph.Tap(name, 4, () => x);
        return x;
    }

    private OnnxValue Resnet(string name, OnnxValue x, CheckpointModule block, int inputs, int outputs)
    {
        using var scope = graph.Scope(name);
        var module = block.Below(name);
        var hidden = graph.Silu(graph.GroupNorm("norm1", x, module, inputs, config.NormNumGroups, config.NormEpsilon));
        hidden = graph.Convolution("conv1", hidden, module, outputs, inputs, 3, 1, 1);
        var time = graph.Linear("time_emb_proj", _modulator, module.Linear("time_emb_proj", outputs, config.EmbeddingSize));
        hidden = graph.Add(hidden, graph.Reshape(time, -1, outputs, 1, 1));
        hidden = graph.Silu(graph.GroupNorm("norm2", hidden, module, outputs, config.NormNumGroups, config.NormEpsilon));
        hidden = graph.Convolution("conv2", hidden, module, outputs, outputs, 3, 1, 1);
        return graph.Add(hidden, inputs == outputs ? x : graph.Convolution("conv_shortcut", x, module, outputs, inputs, 1));
    }

    private OnnxValue? Transformer(string name, string key, OnnxValue x, CheckpointModule block, int channels, int heads)
    {
        using var scope = graph.Scope(name);
        var module = block.Below(name);
        var shape = graph.Node("Shape", [x], OnnxType.Int64);
        var normal = graph.GroupNorm("norm", x, module, channels, config.NormNumGroups, TransformerNormEpsilon);
        var rows = graph.Reshape(graph.Transpose(graph.Reshape(normal, 0, channels, -1), 0, 2, 1), -1, channels);
        rows = graph.Linear("proj_in", rows, module.Linear("proj_in", channels, channels));
        if (transformer.Build(key, rows, graph.Shape(x, 0, 1), module.Below("transformer_blocks.0"), channels, heads) is not { } mixed)
            return null;
        var projected = graph.Linear("proj_out", mixed, module.Linear("proj_out", channels, channels));
        var planes = graph.Transpose(graph.Reshape(projected, graph.Concat(0, graph.Shape(x, 0, 1), graph.Integers(-1, channels))), 0, 2, 1);
        return graph.Add(graph.Reshape(planes, shape), x);
    }
}
