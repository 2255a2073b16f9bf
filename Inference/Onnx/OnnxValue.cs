namespace Hunyuan3D.Inference.Onnx;

/// <summary>An edge of a graph: the named output of a node, an input or a weight.</summary>
internal readonly record struct OnnxValue(string Name, OnnxType Type)
{
    /// <summary>The absence of an optional input.</summary>
    public static OnnxValue None { get; } = new("", OnnxType.Float);
}
