using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Tests.Inference.Sessions;

/// <summary>Graphs to load and run: a chain of products with one square matrix.</summary>
internal static class SmallGraphs
{
    public static readonly GraphTarget Target = new(GraphDevice.Cpu, GraphPrecision.Fp32);

    /// <param name="size">Rows and columns; the weights have 4 * size^2 bytes.</param>
    /// <returns>The graph's file: <c>x</c> [size, size] to <c>y</c> [size, size].</returns>
    public static string Chain(string folder, string name, int size = 32, int products = 1)
    {
        var path = Path.Combine(folder, name + ".onnx");
        using var graph = new GraphBuilder(path, Target);
        var x = graph.Input("x", OnnxType.Float, size, size);
        var identity = new float[size * size];
        for (var i = 0; i < size; i++)
            identity[i * size + i] = 1;
        var weight = graph.Weight("weight", [size, size], identity);
        for (var i = 0; i < products; i++)
            x = graph.Node("Tanh", [graph.MatMul(x, weight)]);
        graph.Output("y", x, size, size);
        graph.Save();
        return path;
    }
}
