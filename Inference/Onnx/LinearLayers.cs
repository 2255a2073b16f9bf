using System.Buffers;
using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Inference.Onnx;

/// <summary>Products with a weight matrix, in the form that the target runs fastest.</summary>
internal static class LinearLayers
{
    // Smaller matrices are not worth a quantised kernel.
    private const int LeastQuantized = 16;

    /// <summary>x W^T + b + addend.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="addend">[rows, outputs]; takes the place of the bias, so give it where the layer has none.</param>
    /// <param name="exact">
    /// Whether the weights keep the compute type whatever the precision: for a network's first and last layers, which are small and which every error goes through.
    /// </param>
    /// <returns>[rows, outputs].</returns>
    public static OnnxValue Linear(this GraphBuilder graph, string name, OnnxValue x, LinearWeights weights, OnnxValue? addend = null, bool exact = false)
    {
        if (addend is not null && weights.Bias is not null)
            throw new ArgumentException($"{name}: a layer with a bias takes no addend.", nameof(addend));
        using var scope = graph.Scope(name);
        if (exact || weights.Inputs < LeastQuantized || weights.Outputs < LeastQuantized)
            return Plain(graph, x, weights, addend);
        return graph.Target switch
        {
            { Precision: GraphPrecision.Int8, Device: GraphDevice.Cpu } => Columns(graph, x, weights, addend),
            { Precision: GraphPrecision.Int8 } => Blocks(graph, x, weights, addend, 8, BlockQuantizer.Int8BlockSize),
            { Precision: GraphPrecision.Int4 } => Blocks(graph, x, weights, addend, 4, BlockQuantizer.Int4BlockSize),
            _ => Plain(graph, x, weights, addend),
        };
    }

    private static OnnxValue Plain(GraphBuilder graph, OnnxValue x, LinearWeights weights, OnnxValue? addend)
    {
        var weight = graph.Weight("weight", [weights.Outputs, weights.Inputs], weights);
        OnnxValue[] inputs = (addend, weights.Bias) switch
        {
            ({ } matrix, _) => [x, weight, matrix],
            (_, { } bias) => [x, weight, graph.Weight("bias", [bias.Length], bias)],
            _ => [x, weight],
        };
        return graph.Node("Gemm", inputs, null, "", OnnxAttribute.Integer("transB", 1));
    }

    /// <summary>
    /// Bytes times bytes, summed as integers: weights with a scale an output, activations with one a row. A row's scale, not the tensor's, so that one token with large values
    /// does not cost all others their precision.
    /// </summary>
    private static OnnxValue Columns(GraphBuilder graph, OnnxValue x, LinearWeights weights, OnnxValue? addend)
    {
        var rows = QuantizedRows.Of(graph, x);
        var packed = ArrayPool<byte>.Shared.Rent(checked(weights.Inputs * weights.Outputs));
        var scales = ColumnQuantizer.Quantize(weights, packed);
        var quantized = graph.Initializer("weight_q", OnnxType.Int8, [weights.Inputs, weights.Outputs], packed.AsSpan(0, weights.Inputs * weights.Outputs));
        ArrayPool<byte>.Shared.Return(packed);
        var scale = graph.Weight("weight_scales", [weights.Outputs], scales);
        var product = graph.Node("MatMulIntegerToFloat", [rows.Levels, quantized, graph.Scalar(1), scale, QuantizedRows.Zero(graph)], x.Type, GraphBuilder.Microsoft);
        return Rest(graph, graph.Mul(product, rows.Scales), weights.Bias, addend);
    }

    /// <summary>Weights in blocks with a scale each: the form that CUDA has kernels for, and the only one for 4 bits.</summary>
    internal static OnnxValue Blocks(GraphBuilder graph, OnnxValue x, LinearWeights weights, OnnxValue? addend, int bits, int size)
    {
        var (blocks, bytes) = (BlockQuantizer.Blocks(weights.Inputs, size), size * bits / 8);
        var scales = new float[weights.Outputs * blocks];
        var quantized = graph.Initializer(
            "weight_q", OnnxType.UInt8, [weights.Outputs, blocks, bytes], weights, blocks * bytes, BlockQuantizer.Encoder(weights.Inputs, bits, size, scales));
        var product = graph.Node(
            "MatMulNBits",
            [x, quantized, graph.Weight("weight_scales", [weights.Outputs * blocks], scales)],
            x.Type,
            GraphBuilder.Microsoft,
            OnnxAttribute.Integer("K", weights.Inputs),
            OnnxAttribute.Integer("N", weights.Outputs),
            OnnxAttribute.Integer("bits", bits),
            OnnxAttribute.Integer("block_size", size),
            // On the CPU activations are bytes too; CUDA computes in their own type.
            OnnxAttribute.Integer("accuracy_level", graph.Target.Device == GraphDevice.Cpu ? 4 : 0));
        return Rest(graph, product, weights.Bias, addend);
    }

    private static OnnxValue Rest(GraphBuilder graph, OnnxValue product, float[]? bias, OnnxValue? addend)
    {
        if (bias is not null)
            product = graph.Add(product, graph.Weight("bias", [bias.Length], bias));
        return addend is { } matrix ? graph.Add(product, matrix) : product;
    }
}
