namespace Hunyuan3D.Inference.Onnx;

/// <summary>Plain operators, named as ONNX names them.</summary>
internal static class GraphOperations
{
    public static OnnxValue Cast(this GraphBuilder graph, OnnxValue x, OnnxType type) => x.Type == type
        ? x
        : graph.Node("Cast", [x], type, "", OnnxAttribute.Integer("to", (long)type));

    public static OnnxValue Add(this GraphBuilder graph, OnnxValue a, OnnxValue b) => graph.Node("Add", [a, b]);

    public static OnnxValue Sub(this GraphBuilder graph, OnnxValue a, OnnxValue b) => graph.Node("Sub", [a, b]);

    public static OnnxValue Mul(this GraphBuilder graph, OnnxValue a, OnnxValue b) => graph.Node("Mul", [a, b]);

    public static OnnxValue MatMul(this GraphBuilder graph, OnnxValue a, OnnxValue b) => graph.Node("MatMul", [a, b]);

    public static OnnxValue Reshape(this GraphBuilder graph, OnnxValue x, params long[] shape) => graph.Node("Reshape", [x, graph.Integers(shape)]);

    public static OnnxValue Reshape(this GraphBuilder graph, OnnxValue x, OnnxValue shape) => graph.Node("Reshape", [x, shape]);

    public static OnnxValue Transpose(this GraphBuilder graph, OnnxValue x, params long[] order) => graph.Node("Transpose", [x], null, "", OnnxAttribute.Integers("perm", order));

    public static OnnxValue Concat(this GraphBuilder graph, int axis, params OnnxValue[] parts) => graph.Node("Concat", parts, null, "", OnnxAttribute.Integer("axis", axis));

    public static OnnxValue[] Split(this GraphBuilder graph, OnnxValue x, int axis, params long[] sizes) =>
        graph.Node("Split", [x, graph.Integers(sizes)], sizes.Length, "", OnnxAttribute.Integer("axis", axis));

    /// <summary>x[start..end] along one axis; negative indices count from the end.</summary>
    public static OnnxValue Slice(this GraphBuilder graph, OnnxValue x, int axis, long start, long end) =>
        graph.Node("Slice", [x, graph.Integers(start), graph.Integers(end), graph.Integers(axis)]);

    public static OnnxValue Shape(this GraphBuilder graph, OnnxValue x, int start, int end) =>
        graph.Node("Shape", [x], OnnxType.Int64, "", OnnxAttribute.Integer("start", start), OnnxAttribute.Integer("end", end));

    public static OnnxValue Silu(this GraphBuilder graph, OnnxValue x) => graph.Mul(x, graph.Node("Sigmoid", [x]));
}
