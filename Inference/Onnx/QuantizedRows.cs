namespace Hunyuan3D.Inference.Onnx;

/// <summary>Activations as bytes around 128 with one scale a row.</summary>
/// <param name="Levels">[rows, inputs] u8.</param>
/// <param name="Scales">[rows, 1] f32.</param>
internal readonly record struct QuantizedRows(OnnxValue Levels, OnnxValue Scales)
{
    public const byte ZeroPoint = 128;

    /// <summary>Quantises the rows of x, [rows, inputs] f32, at run time; once for all the layers that read x.</summary>
    public static QuantizedRows Of(GraphBuilder graph, OnnxValue x)
    {
        if (graph.QuantizedRows.TryGetValue(x.Name, out var rows))
            return rows;
        using var scope = graph.Scope("quantize");
        var extreme = graph.Node("ReduceMax", [graph.Node("Abs", [x]), graph.Integers(-1)], null, "", OnnxAttribute.Integer("keepdims", 1));
        // A row of zeros, as the unconditional half of a guidance pair has, must not divide by zero.
        var scales = graph.Node("Max", [graph.Mul(extreme, graph.Scalar(1f / 127)), graph.Scalar(1e-30f)]);
        var levels = graph.Node("QuantizeLinear", [graph.Node("Div", [x, scales]), graph.Scalar(1), Zero(graph)], OnnxType.UInt8);
        return graph.QuantizedRows[x.Name] = new QuantizedRows(levels, scales);
    }

    /// <returns>[] u8.</returns>
    public static OnnxValue Zero(GraphBuilder graph) => graph.Initializer("zero_point", OnnxType.UInt8, [], [ZeroPoint]);
}
