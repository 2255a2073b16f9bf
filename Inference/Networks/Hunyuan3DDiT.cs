using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.Networks;

/// <summary>
/// The shape network: the velocity of flow matching (Zhao et al. 2025, Hunyuan3D 2.0; a relative of FLUX's double and single stream blocks).
/// Source of the layout: Tencent/Hunyuan3D-2, hy3dgen/shapegen/models/denoisers/hunyuan3ddit.py. Ours differs in form, not in value: the fused qkv matrices are cut into
/// their parts at import, which saves a copy of every activation, and the modulation is the scale and shift of the normalisation itself.
/// Both halves of a guidance pair share one time step, so the modulation is computed once.
/// </summary>
internal sealed class Hunyuan3DDiT
{
    private const float Epsilon = 1e-6f;
    private const int SinusoidSize = 256;

    private readonly GraphBuilder _graph;
    private readonly Hunyuan3DDiTConfig _config;
    private readonly CheckpointModule _weights;
    private OnnxValue _modulator;
    private OnnxValue _sequence;

    private Hunyuan3DDiT(GraphBuilder graph, Hunyuan3DDiTConfig config, CheckpointModule weights) => (_graph, _config, _weights) = (graph, config, weights);

    /// <summary>
    /// Inputs: <c>latents</c> [batch, tokens, channels], <c>timestep</c> [1] in 0..1, <c>condition</c> [batch, condition tokens, width] and,
    /// for distilled models, <c>guidance</c> [1]. Output: <c>velocity</c> [batch, tokens, channels]. All f32.
    /// </summary>
    public static void Build(GraphBuilder graph, Hunyuan3DDiTConfig config, CheckpointModule weights) => new Hunyuan3DDiT(graph, config, weights).Build();

    private void Build()
    {
        var width = _config.HiddenSize;
        var latents = _graph.Cast(_graph.Input("latents", OnnxType.Float, "batch", "tokens", _config.InChannels), _graph.Compute);
        var timestep = _graph.Input("timestep", OnnxType.Float, 1);
        var condition = _graph.Cast(_graph.Input("condition", OnnxType.Float, "batch", "condition_tokens", _config.ContextInDim), _graph.Compute);
        _sequence = _graph.Concat(0, _graph.Shape(latents, 0, 1), _graph.Integers(-1, width));

        var vector = Embedding("time_in", "time_vec", timestep);
        if (_config.GuidanceEmbed)
            vector = _graph.Add(vector, Embedding("guidance_in", "guidance_vec", _graph.Input("guidance", OnnxType.Float, 1)));
        _modulator = _graph.Silu(vector);

        var image = new Residual(_graph.Linear("latent_in", _graph.Reshape(latents, -1, _config.InChannels), _weights.Linear("latent_in", width, _config.InChannels), exact: true));
        var text = new Residual(_graph.Linear("cond_in", _graph.Reshape(condition, -1, _config.ContextInDim), _weights.Linear("cond_in", width, _config.ContextInDim)));
        Tap("latent_in", image);
        for (var i = 0; i < _config.Depth; i++)
        {
            using var scope = _graph.Scope($"double_blocks.{i}");
            (image, text) = DoubleBlock(_weights.Below($"double_blocks.{i}"), image, text, _graph.Shape(condition, 1, 2));
            Tap($"double.{i}.0", image);
            Tap($"double.{i}.1", text);
        }

        var joint = _graph.Concat(1, Sequence(text.Close(_graph)), Sequence(image.Close(_graph)));
        var stream = new Residual(_graph.Reshape(joint, -1, width));
        for (var i = 0; i < _config.DepthSingleBlocks; i++)
        {
            using var scope = _graph.Scope($"single_blocks.{i}");
            stream = SingleBlock(_weights.Below($"single_blocks.{i}"), stream);
            Tap($"single.{i}", stream);
        }

        var tail = After(Sequence(stream.Close(_graph)), _graph.Shape(condition, 1, 2));
        var velocity = FinalLayer(_weights.Below("final_layer"), _graph.Reshape(tail, -1, width));
        var shape = _graph.Concat(0, _graph.Shape(latents, 0, 1), _graph.Integers(-1, _config.InChannels));
        _graph.Output("velocity", _graph.Cast(_graph.Reshape(velocity, shape), OnnxType.Float), "batch", "tokens", _config.InChannels);
    }

    /// <summary>[cos(1000 s f), sin(1000 s f)] with f = exp(-ln(P) i / 128), in f32 whatever the target, then two linear layers.</summary>
    private OnnxValue Embedding(string name, string tap, OnnxValue scalar)
    {
        using var scope = _graph.Scope(name);
        var frequencies = new float[SinusoidSize / 2];
        var logarithm = (float)-Math.Log(_config.TimeFactor);
        for (var i = 0; i < frequencies.Length; i++)
            frequencies[i] = MathF.Exp(logarithm * i / frequencies.Length);
        var scaled = _graph.Mul(_graph.Reshape(scalar, 1, 1), _graph.Weight("thousand", [1], [1000f], OnnxType.Float));
        var angles = _graph.Mul(scaled, _graph.Weight("frequencies", [1, frequencies.Length], frequencies, OnnxType.Float));
        var sinusoid = _graph.Concat(-1, _graph.Node("Cos", [angles]), _graph.Node("Sin", [angles]));
        _graph.Tap($"{tap}.in", 2, () => sinusoid);
        var module = _weights.Below(name);
        var hidden = _graph.Linear("in_layer", _graph.Cast(sinusoid, _graph.Compute), module.Linear("in_layer", _config.HiddenSize, SinusoidSize), exact: true);
        var result = _graph.Linear("out_layer", _graph.Silu(hidden), module.Linear("out_layer", _config.HiddenSize, _config.HiddenSize), exact: true);
        _graph.Tap(tap, 2, () => result);
        return result;
    }

    private (Residual Image, Residual Text) DoubleBlock(CheckpointModule weights, Residual image, Residual text, OnnxValue textLength)
    {
        var width = _config.HiddenSize;
        var imageModulation = Modulation(weights, "img_mod.lin", 6, scales: [1, 4]);
        var textModulation = Modulation(weights, "txt_mod.lin", 6, scales: [1, 4]);
        (var imageNormal, image) = _graph.LayerNorm(image, imageModulation[1], imageModulation[0], Epsilon);
        (var textNormal, text) = _graph.LayerNorm(text, textModulation[1], textModulation[0], Epsilon);

        var fromImage = QueryKeyValue("img_attn", imageNormal, weights.Below("img_attn").Linear("qkv", 3 * width, width, _config.QkvBias), weights.Below("img_attn.norm"));
        var fromText = QueryKeyValue("txt_attn", textNormal, weights.Below("txt_attn").Linear("qkv", 3 * width, width, _config.QkvBias), weights.Below("txt_attn.norm"));
        var mixed = _graph.Attention(
            _graph.Concat(1, fromText.Query, fromImage.Query),
            _graph.Concat(1, fromText.Key, fromImage.Key),
            _graph.Concat(1, fromText.Value, fromImage.Value),
            _config.Heads);
        return (
            Rest("img", image, After(mixed, textLength), imageModulation),
            Rest("txt", text, Before(mixed, textLength), textModulation));

        Residual Rest(string stream, Residual residual, OnnxValue attention, OnnxValue[] modulation)
        {
            using var scope = _graph.Scope(stream);
            var projected = _graph.Linear("proj", _graph.Reshape(attention, -1, width), weights.Linear($"{stream}_attn.proj", width, width));
            residual = residual with { Delta = _graph.Mul(projected, modulation[2]) };
            (var normal, residual) = _graph.LayerNorm(residual, modulation[4], modulation[3], Epsilon);
            var up = weights.Linear($"{stream}_mlp.0", _config.MlpSize, width);
            var hidden = _graph.TanhGelu(_graph.Linear("mlp.0", normal, up with { Bias = null }), up.Bias!);
            var down = _graph.Linear("mlp.2", hidden, weights.Linear($"{stream}_mlp.2", width, _config.MlpSize));
            return residual with { Delta = _graph.Mul(down, modulation[5]) };
        }
    }

    private Residual SingleBlock(CheckpointModule weights, Residual stream)
    {
        var (width, mlp) = (_config.HiddenSize, _config.MlpSize);
        var modulation = Modulation(weights, "modulation.lin", 3, scales: [1]);
        (var normal, stream) = _graph.LayerNorm(stream, modulation[1], modulation[0], Epsilon);
        var first = weights.Linear("linear1", 3 * width + mlp, width);
        var (query, key, value) = QueryKeyValue("attn", normal, first.Rows(0, 3 * width), weights.Below("norm"));
        var up = first.Rows(3 * width, mlp);
        var hidden = _graph.TanhGelu(_graph.Linear("mlp", normal, up with { Bias = null }), up.Bias!);
        var mixed = _graph.Reshape(_graph.Attention(query, key, value, _config.Heads), -1, width);

        // linear2 over concat(attention, mlp), as the sum of two products: no concatenated copy.
        var second = weights.Linear("linear2", width, width + mlp);
        var fromAttention = _graph.Linear("linear2.attn", mixed, second.Columns(0, width, bias: true));
        var output = _graph.Linear("linear2.mlp", hidden, second.Columns(width, mlp, bias: false), addend: fromAttention);
        return stream with { Delta = _graph.Mul(output, modulation[2]) };
    }

    private OnnxValue FinalLayer(CheckpointModule weights, OnnxValue x)
    {
        using var scope = _graph.Scope("final_layer");
        var modulation = Modulation(weights, "adaLN_modulation.1", 2, scales: [1]);
        var normal = _graph.LayerNorm(x, modulation[1], modulation[0], Epsilon);
        return _graph.Linear("linear", normal, weights.Linear("linear", _config.InChannels, _config.HiddenSize), exact: true);
    }

    /// <summary>Parts of the modulation, [width] each; the ones named in <paramref name="scales"/> have their "1 +" folded into the bias.</summary>
    private OnnxValue[] Modulation(CheckpointModule weights, string name, int parts, int[] scales)
    {
        var width = _config.HiddenSize;
        var linear = weights.Linear(name, parts * width, width);
        foreach (var scale in scales)
            linear = linear.BiasPlus(1, scale * width, width);
        var all = _graph.Reshape(_graph.Linear(name, _modulator, linear), parts * width);
        return _graph.Split(all, 0, Enumerable.Repeat((long)width, parts).ToArray());
    }

    private (OnnxValue Query, OnnxValue Key, OnnxValue Value) QueryKeyValue(string name, OnnxValue x, LinearWeights qkv, CheckpointModule norm)
    {
        using var scope = _graph.Scope(name);
        var width = _config.HiddenSize;
        return (
            Sequence(HeadNorm("query_norm", _graph.Linear("q", x, qkv.Rows(0, width)))),
            Sequence(HeadNorm("key_norm", _graph.Linear("k", x, qkv.Rows(width, width)))),
            Sequence(_graph.Linear("v", x, qkv.Rows(2 * width, width))));

        OnnxValue HeadNorm(string part, OnnxValue rows)
        {
            var scale = norm.Read($"{part}.scale", _config.HeadSize);
            return _graph.RmsNorm(_graph.Reshape(rows, -1, _config.HeadSize), _graph.Weight(part, [_config.HeadSize], scale), Epsilon);
        }
    }

    /// <summary>[rows, width] or [rows * heads, head size] as [batch, tokens, width].</summary>
    private OnnxValue Sequence(OnnxValue rows) => _graph.Reshape(rows, _sequence);

    private OnnxValue Before(OnnxValue sequence, OnnxValue length) => _graph.Node("Slice", [sequence, _graph.Integers(0), length, _graph.Integers(1)]);

    private OnnxValue After(OnnxValue sequence, OnnxValue length) => _graph.Node("Slice", [sequence, length, _graph.Integers(int.MaxValue), _graph.Integers(1)]);

    private void Tap(string name, Residual stream) => _graph.Tap(name, 3, () => Sequence(stream.Close(_graph)));
}
