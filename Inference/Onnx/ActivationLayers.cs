namespace Hunyuan3D.Inference.Onnx;

/// <summary>Activations, with the bias before them where the target fuses it.</summary>
internal static class ActivationLayers
{
    /// <summary>GELU by its tanh approximation of x + bias.</summary>
    public static OnnxValue TanhGelu(this GraphBuilder graph, OnnxValue x, float[] bias) =>
        graph.Node("FastGelu", [x, graph.Weight("bias", [bias.Length], bias)], null, GraphBuilder.Microsoft);

    /// <summary>GELU by the error function of x + bias.</summary>
    public static OnnxValue ErfGelu(this GraphBuilder graph, OnnxValue x, float[] bias) =>
        graph.Node("BiasGelu", [x, graph.Weight("bias", [bias.Length], bias)], null, GraphBuilder.Microsoft);
}
