namespace Hunyuan3D.Inference.Onnx;

/// <summary>
/// A residual stream whose last addition is still open, so that the next normalisation can do it in the same pass over memory.
/// </summary>
/// <param name="Sum">[rows, width].</param>
/// <param name="Delta">[rows, width], to be added; null: nothing is open.</param>
internal readonly record struct Residual(OnnxValue Sum, OnnxValue? Delta = null)
{
    /// <summary>The stream's value.</summary>
    public OnnxValue Close(GraphBuilder graph) => Delta is { } delta ? graph.Add(Sum, delta) : Sum;
}
