using System.Numerics.Tensors;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.ShapeGen.FlashVdm;

/// <summary>
/// Chooses, for a group of neighbouring points, the few keys that matter to them (Lai et al. 2025, "Unleashing Vecset Diffusion Model for Fast Shape Generation", adaptive KV selection).
/// </summary>
internal sealed class FlashVdmKeySelector(GeometryTokens tokens)
{
    private const double LeastAttention = 1e-6;

    /// <summary>Keys that a head keeps: 1024 of 3072, 256 of 512, a third of any other number.</summary>
    public int KeptKeys { get; } = tokens.Count switch
    {
        3072 => 1024,
        512 => 256,
        var count => count / 3,
    };

    /// <param name="queries">[1, samples, width] f32.</param>
    /// <returns>[heads][kept] key numbers, ascending.</returns>
    public int[][] ByMean(TensorData queries)
    {
        // The mean of the products is the product with the mean; in double, since neighbours in rank can be 1e-6 apart.
        var (samples, width, size) = ((int)queries.Shape[1], tokens.Width, tokens.HeadSize);
        var mean = new double[width];
        for (var sample = 0; sample < samples; sample++)
        {
            for (var i = 0; i < width; i++)
                mean[i] += queries.Values[sample * width + i];
        }

        var selection = new int[tokens.Heads][];
        Parallel.For(0, tokens.Heads, head =>
        {
            var scores = new double[tokens.Count];
            var order = new int[tokens.Count];
            for (var key = 0; key < scores.Length; key++)
            {
                var (sum, row) = (0.0, key * width + head * size);
                for (var i = 0; i < size; i++)
                    sum += tokens.Keys.Values[row + i] * mean[head * size + i];
                scores[key] = -sum;
                order[key] = key;
            }

            Array.Sort(scores, order);
            selection[head] = [.. order.AsSpan(0, KeptKeys)];
            Array.Sort(selection[head]);
        });
        return selection;
    }

    /// <param name="queries">[1, samples, width] f32.</param>
    /// <returns>[heads][kept] key numbers, ascending, the same for every head.</returns>
    public int[][] ByMerge(TensorData queries)
    {
        var (samples, width, size, heads) = ((int)queries.Shape[1], tokens.Width, tokens.HeadSize, tokens.Heads);
        var kept = new int[tokens.Count];
        Parallel.For(
            0,
            samples,
            () => (Scores: new float[tokens.Count], Attention: new double[tokens.Count]),
            (sample, _, buffers) =>
            {
                Array.Clear(buffers.Attention);
                for (var head = 0; head < heads; head++)
                {
                    var query = queries.Values.AsSpan(sample * width + head * size, size);
                    for (var key = 0; key < buffers.Scores.Length; key++)
                        buffers.Scores[key] = TensorPrimitives.Dot(query, tokens.Keys.Values.AsSpan(key * width + head * size, size));
                    TensorPrimitives.SoftMax(buffers.Scores, buffers.Scores);
                    for (var key = 0; key < buffers.Scores.Length; key++)
                        buffers.Attention[key] += buffers.Scores[key];
                }

                for (var key = 0; key < kept.Length; key++)
                {
                    if (buffers.Attention[key] / heads > LeastAttention)
                        kept[key] = 1;
                }

                return buffers;
            },
            _ => { });
        var union = Enumerable.Range(0, kept.Length).Where(key => kept[key] != 0).ToArray();
        return [.. Enumerable.Repeat(union, heads)];
    }

    /// <summary>The selected rows of the keys and values, head by head.</summary>
    public (TensorData Keys, TensorData Values) Gather(int[][] selection)
    {
        var (count, width, size) = (selection[0].Length, tokens.Width, tokens.HeadSize);
        var (keys, values) = (new float[count * width], new float[count * width]);
        Parallel.For(0, tokens.Heads, head =>
        {
            for (var i = 0; i < count; i++)
            {
                var (from, to) = (selection[head][i] * width + head * size, i * width + head * size);
                tokens.Keys.Values.AsSpan(from, size).CopyTo(keys.AsSpan(to));
                tokens.Values.Values.AsSpan(from, size).CopyTo(values.AsSpan(to));
            }
        });
        return (new TensorData(keys, 1, count, width), new TensorData(values, 1, count, width));
    }
}
