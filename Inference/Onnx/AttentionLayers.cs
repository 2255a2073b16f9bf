namespace Hunyuan3D.Inference.Onnx;

/// <summary>Attention without mask or position encoding.</summary>
internal static class AttentionLayers
{
    /// <summary>softmax(q k^T / sqrt(head size)) v.</summary>
    /// <param name="query">[batch, queries, heads * head size].</param>
    /// <param name="key">[batch, keys, heads * head size].</param>
    /// <param name="value">[batch, keys, heads * head size].</param>
    /// <returns>[batch, queries, heads * head size].</returns>
    public static OnnxValue Attention(this GraphBuilder graph, OnnxValue query, OnnxValue key, OnnxValue value, int heads) =>
        graph.Node("MultiHeadAttention", [query, key, value], null, GraphBuilder.Microsoft, OnnxAttribute.Integer("num_heads", heads));
}
