using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Inference.Onnx;

/// <summary>Products with a weight matrix, in the form that the target runs fastest.</summary>
internal static class LinearLayers
{
    /// <summary>x W^T + b + addend.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="addend">[rows, outputs]; takes the place of the bias, so give it where the layer has none.</param>
    /// <returns>[rows, outputs].</returns>
    public static OnnxValue Linear(this GraphBuilder graph, string name, OnnxValue x, LinearWeights weights, OnnxValue? addend = null)
    {
        using var scope = graph.Scope(name);
        if (graph.Target.Precision is GraphPrecision.Int8 or GraphPrecision.Int4 && BlockQuantizer.Suits(weights))
            return Quantized(graph, x, weights, addend);

        var weight = graph.Weight("weight", [weights.Outputs, weights.Inputs], weights.Weight);
        OnnxValue[] inputs = (addend, weights.Bias) switch
        {
            ({ } matrix, null) => [x, weight, matrix],
            (null, { } bias) => [x, weight, graph.Weight("bias", [bias.Length], bias)],
            (null, null) => [x, weight],
            _ => throw new ArgumentException($"{name}: a layer with a bias takes no addend.", nameof(addend)),
        };
        return graph.Node("Gemm", inputs, null, "", OnnxAttribute.Integer("transB", 1));
    }

    private static OnnxValue Quantized(GraphBuilder graph, OnnxValue x, LinearWeights weights, OnnxValue? addend)
    {
        var bits = graph.Target.Precision == GraphPrecision.Int8 ? 8 : 4;
        var (packed, scales) = BlockQuantizer.Quantize(weights, bits);
        var blocks = weights.Inputs / BlockQuantizer.BlockSize;
        var quantized = graph.Initializer("weight_q", OnnxType.UInt8, [weights.Outputs, blocks, BlockQuantizer.BlockSize * bits / 8], packed);
        var scale = graph.Weight("weight_scales", [weights.Outputs * blocks], scales);
        OnnxValue[] inputs = weights.Bias is { } bias
            ? [x, quantized, scale, OnnxValue.None, OnnxValue.None, graph.Weight("bias", [bias.Length], bias)]
            : [x, quantized, scale];
        var product = graph.Node(
            "MatMulNBits",
            inputs,
            x.Type,
            GraphBuilder.Microsoft,
            OnnxAttribute.Integer("K", weights.Inputs),
            OnnxAttribute.Integer("N", weights.Outputs),
            OnnxAttribute.Integer("bits", bits),
            OnnxAttribute.Integer("block_size", BlockQuantizer.BlockSize),
            OnnxAttribute.Integer("accuracy_level", graph.Target.Device == GraphDevice.Cpu ? 4 : 0));
        return addend is { } matrix ? graph.Add(product, matrix) : product;
    }
}
