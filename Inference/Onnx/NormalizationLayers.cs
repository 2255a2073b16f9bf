namespace Hunyuan3D.Inference.Onnx;

/// <summary>Normalisations over the last axis.</summary>
internal static class NormalizationLayers
{
    /// <summary>(x - mean) / sqrt(variance + eps) * scale + shift; scale and shift may be weights or computed.</summary>
    /// <param name="x">[rows, width].</param>
    /// <param name="scale">[width].</param>
    /// <param name="shift">[width].</param>
    public static OnnxValue LayerNorm(this GraphBuilder graph, OnnxValue x, OnnxValue scale, OnnxValue shift, float epsilon) =>
        graph.Node("LayerNormalization", [x, scale, shift], null, "", OnnxAttribute.Integer("axis", -1), OnnxAttribute.Single("epsilon", epsilon));

    /// <summary>
    /// Closes the stream's open addition and normalises it: in one pass on CUDA. The CPU's kernel that does both adds up element after element and takes four times as long as
    /// the two vectorised ones together.
    /// </summary>
    /// <returns>The normalised value and the closed stream.</returns>
    public static (OnnxValue Normal, Residual Stream) LayerNorm(this GraphBuilder graph, Residual stream, OnnxValue scale, OnnxValue shift, float epsilon)
    {
        if (stream.Delta is not { } delta)
            return (graph.LayerNorm(stream.Sum, scale, shift, epsilon), stream);
        if (graph.Target.Device == GraphDevice.Cpu)
        {
            var sum = stream.Close(graph);
            return (graph.LayerNorm(sum, scale, shift, epsilon), new Residual(sum));
        }

        var outputs = graph.Node("SkipLayerNormalization", [delta, stream.Sum, scale, shift], 4, GraphBuilder.Microsoft, OnnxAttribute.Single("epsilon", epsilon));
        return (outputs[0], new Residual(outputs[3]));
    }

    /// <summary>x / sqrt(mean(x^2) + eps) * scale.</summary>
    /// <param name="scale">[width].</param>
    public static OnnxValue RmsNorm(this GraphBuilder graph, OnnxValue x, OnnxValue scale, float epsilon) =>
        graph.Node("SimplifiedLayerNormalization", [x, scale], null, "", OnnxAttribute.Integer("axis", -1), OnnxAttribute.Single("epsilon", epsilon));
}
