using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Inference.Onnx;

/// <summary>Layers over pictures, [batch, channels, height, width].</summary>
internal static class ConvolutionLayers
{
    /// <param name="pads">Top, left, bottom, right; one number: all four.</param>
    public static OnnxValue Convolution(this GraphBuilder graph, string name, OnnxValue x, CheckpointModule weights, int outputs, int inputs, int kernel, int stride = 1, params long[] pads)
    {
        using var scope = graph.Scope(name);
        var weight = graph.Weight("weight", [outputs, inputs, kernel, kernel], weights.Matrix($"{name}.weight", outputs, inputs, kernel, kernel));
        var bias = graph.Weight("bias", [outputs], weights.Read($"{name}.bias", outputs));
        return graph.Node(
            "Conv",
            [x, weight, bias],
            null,
            "",
            OnnxAttribute.Integers("kernel_shape", kernel, kernel),
            OnnxAttribute.Integers("strides", stride, stride),
            OnnxAttribute.Integers("pads", pads.Length == 1 ? [pads[0], pads[0], pads[0], pads[0]] : pads.Length == 0 ? [0, 0, 0, 0] : pads));
    }

    /// <summary>Group normalisation, as an instance normalisation over the groups, then the channels' own scale and shift.</summary>
    public static OnnxValue GroupNorm(this GraphBuilder graph, string name, OnnxValue x, CheckpointModule weights, int channels, int groups, float epsilon)
    {
        using var scope = graph.Scope(name);
        var (scale, shift) = weights.Affine(name, channels);
        var ones = new float[groups];
        Array.Fill(ones, 1);
        var grouped = graph.Node(
            "InstanceNormalization",
            [graph.Reshape(x, 0, groups, -1), graph.Weight("ones", [groups], ones), graph.Weight("zeros", [groups], new float[groups])],
            null,
            "",
            OnnxAttribute.Single("epsilon", epsilon));
        var normal = graph.Reshape(grouped, graph.Node("Shape", [x], OnnxType.Int64));
        return graph.Add(graph.Mul(normal, graph.Weight("scale", [channels, 1, 1], scale)), graph.Weight("shift", [channels, 1, 1], shift));
    }

    /// <summary>Twice the height and width, every pixel repeated.</summary>
    public static OnnxValue UpsampleNearest(this GraphBuilder graph, OnnxValue x) => graph.Node(
        "Resize",
        [x, OnnxValue.None, graph.Weight("scales", [4], [1, 1, 2, 2], OnnxType.Float)],
        null,
        "",
        OnnxAttribute.Text("mode", "nearest"),
        OnnxAttribute.Text("coordinate_transformation_mode", "asymmetric"),
        OnnxAttribute.Text("nearest_mode", "floor"));
}
