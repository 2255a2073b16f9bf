namespace Hunyuan3D.Inference.Onnx;

/// <summary>A dimension of a graph's input or output: a number, or a name where it is known only at run time.</summary>
internal readonly record struct OnnxDimension(long Size, string? Symbol)
{
    public static implicit operator OnnxDimension(long size) => new(size, null);

    public static implicit operator OnnxDimension(string symbol) => new(-1, symbol);
}
