using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Tests.Inference.TexGen.Diffusion;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Networks;

/// <summary>The text tower against a plain one in double precision, written down layer by layer.</summary>
public sealed class ClipTextEncoderTests
{
    private const int Width = 16;

    // Two layers of f32 sums of 64 terms.
    private const double Tolerance = 2e-5;

    [Theory]
    [InlineData("text_model.", "!", 0), InlineData("", "<|endoftext|>", 49407)]
    public void Embed_EmptyPrompt_IsThatOfAPlainEncoder(string prefix, string padding, int padId)
    {
        using var folder = new TempFolder();
        PaintCheckpoints.WriteTextEncoder(folder.Path, Width, prefix);
        File.WriteAllText(Path.Combine(folder.Path, "tokenizer", "special_tokens_map.json"), $$$"""{"pad_token": {"content": "{{{padding}}}", "lstrip": false}}""");
        int[] tokens = [49406, 49407, .. Enumerable.Repeat(padId, PaintCheckpoints.TextPositions - 2)];
        using var file = SafetensorsFile.Open(Path.Combine(folder.Path, "text_encoder", "model.safetensors"));

        var expected = Plain(file, prefix, tokens);
        var actual = EmptyPrompt.Embed(folder.Path, Width, CancellationToken.None);

        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"[{i}] {expected[i]} and {actual[i]}");
        Assert.True(expected.Max() - expected.Min() > 1, "The weights make too little of the tokens to tell anything.");
    }

    [Fact]
    public void Embed_TextEncoderOfAnotherWidth_IsRefused()
    {
        using var folder = new TempFolder();
        PaintCheckpoints.WriteTextEncoder(folder.Path, Width);
        var refusal = Assert.Throws<CheckpointException>(() => EmptyPrompt.Embed(folder.Path, 1024, CancellationToken.None));
        Assert.Contains("expected 1024", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Embed_UnknownPadding_IsRefused()
    {
        using var folder = new TempFolder();
        PaintCheckpoints.WriteTextEncoder(folder.Path, Width);
        File.WriteAllText(Path.Combine(folder.Path, "tokenizer", "special_tokens_map.json"), """{"pad_token": "[PAD]"}""");
        Assert.Contains("[PAD]", Assert.Throws<CheckpointException>(() => EmptyPrompt.Embed(folder.Path, Width, CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0), InlineData(0.5, 0.5204998778130465), InlineData(-1, -0.8427007929497149), InlineData(2.999, 0.9999777698314002), InlineData(3, 0.9999779095030014), InlineData(4, 0.9999999845827421)]
    public void ErrorFunction_TabledArgument_HasTheTabledValue(double x, double value) => Assert.Equal(value, ClipTextEncoder.ErrorFunction(x), 1e-13);

    // [positions, width] f64.
    private static double[] Plain(SafetensorsFile file, string prefix, int[] tokens)
    {
        var x = new double[tokens.Length * Width];
        var (table, positions) = (Read("embeddings.token_embedding.weight"), Read("embeddings.position_embedding.weight"));
        for (var i = 0; i < x.Length; i++)
            x[i] = table[tokens[i / Width] * Width + i % Width] + positions[i];
        for (var layer = 0; layer < PaintCheckpoints.TextLayers; layer++)
        {
            var name = $"encoder.layers.{layer}.";
            var normal = Norm(x, name + "layer_norm1");
            var attended = Attend(Linear(normal, name + "self_attn.q_proj"), Linear(normal, name + "self_attn.k_proj"), Linear(normal, name + "self_attn.v_proj"));
            x = Sum(x, Linear(attended, name + "self_attn.out_proj"));
            var hidden = Linear(Norm(x, name + "layer_norm2"), name + "mlp.fc1");
            x = Sum(x, Linear(Array.ConvertAll(hidden, Gelu), name + "mlp.fc2"));
        }

        return Norm(x, "final_layer_norm");

        double[] Read(string name) => Array.ConvertAll(file.ReadSingles(prefix + name), value => (double)value);

        double[] Norm(double[] values, string name)
        {
            var (scale, shift) = (Read($"{name}.weight"), Read($"{name}.bias"));
            return [.. values.Chunk(Width).SelectMany(row =>
            {
                var mean = row.Average();
                var deviation = Math.Sqrt(row.Average(value => (value - mean) * (value - mean)) + 1e-5);
                return row.Select((value, i) => (value - mean) / deviation * scale[i] + shift[i]);
            })];
        }

        double[] Linear(double[] values, string name)
        {
            var (weight, bias) = (Read($"{name}.weight"), Read($"{name}.bias"));
            var inputs = weight.Length / bias.Length;
            return [.. values.Chunk(inputs).SelectMany(row => bias.Select((constant, output) => constant + row.Select((value, i) => value * weight[output * inputs + i]).Sum()))];
        }
    }

    private static double[] Attend(double[] query, double[] key, double[] value)
    {
        var size = Width / PaintCheckpoints.TextHeads;
        var result = new double[query.Length];
        for (var at = 0; at < query.Length; at++)
        {
            var (token, head) = (at / Width, at % Width / size);
            var scores = Enumerable.Range(0, token + 1).Select(seen =>
                Math.Exp(Enumerable.Range(head * size, size).Sum(i => query[token * Width + i] * key[seen * Width + i]) / Math.Sqrt(size))).ToArray();
            result[at] = scores.Select((score, seen) => score * value[seen * Width + at % Width]).Sum() / scores.Sum();
        }

        return result;
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    // x times the normal distribution's cumulative, by Simpson's rule.
    private static double Gelu(double x)
    {
        const int Parts = 400;
        var step = x / Parts;
        var sum = Enumerable.Range(0, Parts + 1).Sum(i => (i is 0 or Parts ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-step * i * (step * i) / 2));
        return x * (0.5 + sum * step / 3 / Math.Sqrt(2 * Math.PI));
    }
}
