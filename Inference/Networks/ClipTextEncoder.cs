using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Inference.Networks;

/// <summary>
/// CLIP's text tower (Radford et al. 2021): a pre-norm transformer in which a token sees itself and those before it. Runs for one prompt at import, so it is computed here, one weight in
/// memory at a time, instead of through a graph: that would write and load 1.4 GB for a result of 315 KB. Dot products add eight lanes in a fixed order, so that imports on
/// machines with narrower or wider vectors agree. Layout of the checkpoint: huggingface/transformers, CLIPTextModel, whose newest version drops the prefix <c>text_model.</c>.
/// <para>Cost at full size (23 layers of 1024): 52 GFLOP, some seconds.</para>
/// </summary>
internal static class ClipTextEncoder
{
    private const string Prefix = "text_model";

    // Vectors of CLIP's other uses, and a constant that older versions stored.
    private static readonly string[] Unused = ["text_projection.weight", "embeddings.position_ids", "text_model.embeddings.position_ids"];

    /// <param name="tokens">[positions].</param>
    /// <returns>The last layer's output after its normalisation, [positions, hidden] f32.</returns>
    /// <exception cref="CheckpointException">A tensor is missing, of another shape or unknown.</exception>
    public static float[] Encode(ClipTextEncoderConfig config, CheckpointModule weights, int[] tokens, CancellationToken cancellationToken)
    {
        var root = weights.Has($"{Prefix}.final_layer_norm.weight") ? weights.Below(Prefix) : weights;
        var x = Embed(config, root.Below("embeddings"), tokens);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var block = root.Below($"encoder.layers.{layer}");
            TensorPrimitives.Add(x, Attention(config, block.Below("self_attn"), Norm(config, x, block, "layer_norm1")), x);
            var hidden = Linear(Norm(config, x, block, "layer_norm2"), block.Linear("mlp.fc1", config.IntermediateSize, config.HiddenSize));
            Activate(hidden, config.QuickGelu);
            TensorPrimitives.Add(x, Linear(hidden, block.Linear("mlp.fc2", config.HiddenSize, config.IntermediateSize)), x);
        }

        x = Norm(config, x, root, "final_layer_norm");
        weights.RefuseUnread(Unused.Contains);
        return x;
    }

    private static float[] Embed(ClipTextEncoderConfig config, CheckpointModule module, int[] tokens)
    {
        var x = module.Read("position_embedding.weight", config.Positions, config.HiddenSize);
        var table = module.Matrix("token_embedding.weight", config.VocabularySize, config.HiddenSize);
        var token = new float[config.HiddenSize];
        for (var position = 0; position < tokens.Length; position++)
        {
            var row = x.AsSpan(position * config.HiddenSize, config.HiddenSize);
            table.Read(tokens[position], 1, token);
            TensorPrimitives.Add(row, token, row);
        }

        return x;
    }

    /// <summary>Every head's softmax(q k^T / sqrt(head size)) v over the tokens up to the query's own.</summary>
    private static float[] Attention(ClipTextEncoderConfig config, CheckpointModule module, float[] x)
    {
        var (width, size) = (config.HiddenSize, config.HiddenSize / config.Heads);
        var query = Linear(x, module.Linear("q_proj", width, width));
        var key = Linear(x, module.Linear("k_proj", width, width));
        var value = Linear(x, module.Linear("v_proj", width, width));
        var mixed = new float[x.Length];
        Parallel.For(0, config.Heads, head =>
        {
            var weights = new double[config.Positions];
            for (var position = 0; position < config.Positions; position++)
            {
                var largest = double.NegativeInfinity;
                for (var seen = 0; seen <= position; seen++)
                {
                    weights[seen] = Dot(query.AsSpan(position * width + head * size, size), key.AsSpan(seen * width + head * size, size)) / Math.Sqrt(size);
                    largest = Math.Max(largest, weights[seen]);
                }

                var sum = 0.0;
                for (var seen = 0; seen <= position; seen++)
                    sum += weights[seen] = Math.Exp(weights[seen] - largest);
                var target = mixed.AsSpan(position * width + head * size, size);
                for (var seen = 0; seen <= position; seen++)
                {
                    var share = (float)(weights[seen] / sum);
                    var source = value.AsSpan(seen * width + head * size, size);
                    for (var i = 0; i < size; i++)
                        target[i] += share * source[i];
                }
            }
        });
        return Linear(mixed, module.Linear("out_proj", width, width));
    }

    private static float[] Norm(ClipTextEncoderConfig config, float[] x, CheckpointModule module, string name)
    {
        var (scale, shift) = module.Affine(name, config.HiddenSize);
        var result = new float[x.Length];
        for (var start = 0; start < x.Length; start += config.HiddenSize)
        {
            var (mean, variance) = (0.0, 0.0);
            for (var i = 0; i < config.HiddenSize; i++)
                mean += x[start + i];
            mean /= config.HiddenSize;
            for (var i = 0; i < config.HiddenSize; i++)
                variance += (x[start + i] - mean) * (x[start + i] - mean);
            var factor = 1 / Math.Sqrt(variance / config.HiddenSize + config.NormEpsilon);
            for (var i = 0; i < config.HiddenSize; i++)
                result[start + i] = (float)((x[start + i] - mean) * factor) * scale[i] + shift[i];
        }

        return result;
    }

    private static float[] Linear(float[] x, LinearWeights weights)
    {
        var rows = x.Length / weights.Inputs;
        var result = new float[rows * weights.Outputs];
        weights.ForEachBlock((start, block) =>
        {
            for (var output = 0; output < block.Length / weights.Inputs; output++)
            {
                for (var row = 0; row < rows; row++)
                    result[row * weights.Outputs + start + output] = Dot(x.AsSpan(row * weights.Inputs, weights.Inputs), block.Slice(output * weights.Inputs, weights.Inputs)) + weights.Bias![start + output];
            }
        });
        return result;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var lanes = Vector256<float>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            lanes += Vector256.Create(a[i..]) * Vector256.Create(b[i..]);
        var sum = 0f;
        for (var lane = 0; lane < Vector256<float>.Count; lane++)
            sum += lanes[lane];
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void Activate(float[] x, bool quick) => Parallel.For(0, x.Length, i =>
        x[i] = (float)(quick ? x[i] / (1 + Math.Exp(-1.702 * x[i])) : x[i] * 0.5 * (1 + ErrorFunction(x[i] / Math.Sqrt(2)))));

    /// <summary>erf, to 1e-14: its power series up to 3, beyond it the continued fraction of the complement (Abramowitz and Stegun 1964, 7.1.6 and 7.1.14).</summary>
    internal static double ErrorFunction(double x)
    {
        var square = x * x;
        if (square < 9)
        {
            var (sum, term) = (x, x);
            for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
                sum += term *= 2 * square / (2 * n + 1);
            return 2 / Math.Sqrt(Math.PI) * Math.Exp(-square) * sum;
        }

        var size = Math.Abs(x);
        var fraction = size;
        for (var n = 60; n >= 1; n--)
            fraction = size + n / 2.0 / fraction;
        return Math.CopySign(1 - Math.Exp(-square) / (Math.Sqrt(Math.PI) * fraction), x);
    }
}
