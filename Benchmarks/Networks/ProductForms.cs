using System.Diagnostics;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Benchmarks.Networks;

/// <summary>
/// One linear layer in the quantised forms that ONNX Runtime offers on this CPU, against fp32 in the same minute:
/// <c>dotnet run -c Release --project Benchmarks -- products [rows inputs outputs]</c>. What <c>LinearLayers</c> builds was chosen by it.
/// </summary>
internal static class ProductForms
{
    private const int Runs = 8;

    public static void Run(string[] arguments)
    {
        var sizes = arguments.Select(int.Parse).ToArray() is [var rows, var inputs, var outputs] ? [(rows, inputs, outputs)] : new[] { (1882, 1024, 4096), (1882, 4096, 1024), (1882, 1024, 1024) };
        foreach (var size in sizes)
            Compare(size.Item1, size.Item2, size.Item3);
    }

    private static void Compare(int rows, int inputs, int outputs)
    {
        var weights = LinearWeights.Of(outputs, inputs, Array.ConvertAll(Noise.Tensor(outputs, inputs).Values, value => value / MathF.Sqrt(inputs)), null);
        var x = Noise.Tensor(rows, inputs);
        using var fp32 = new Layer(inputs, outputs, graph => graph.Linear("fp32", X, weights, exact: true));
        var exact = fp32.Run(x);
        Console.WriteLine($"{rows} x {inputs} x {outputs}");
        Report("int8, scale an output and a row", new Layer(inputs, outputs, graph => graph.Linear("int8", X, weights), GraphPrecision.Int8));
        Report("int8, scale an output and one for all rows (DynamicQuantizeMatMul)", new Layer(inputs, outputs, graph => Dynamic(graph, weights)));
        foreach (var (bits, block) in new[] { (8, 32), (8, 128), (4, 32), (4, 64), (4, 128) })
            Report($"int{bits}, blocks of {block} (MatMulNBits)", new Layer(inputs, outputs, graph => LinearLayers.Blocks(graph, X, weights, null, bits, block)));

        void Report(string name, Layer layer)
        {
            using (layer)
            {
                var (error, _) = PrecisionBench.Difference(exact, layer.Run(x));
                // In turns, so that both see the same machine.
                var (best, plain) = (double.MaxValue, double.MaxValue);
                for (var run = 0; run < Runs; run++)
                    (best, plain) = (Math.Min(best, layer.Seconds(x)), Math.Min(plain, fp32.Seconds(x)));
                Console.WriteLine($"  {name,-70} {best * 1e3,8:f2} ms, fp32 {plain * 1e3,8:f2} ms, {plain / best,5:f2} times; relative error {error:e2}");
            }
        }
    }

    private static OnnxValue X { get; } = new("x", OnnxType.Float);

    private static OnnxValue Dynamic(GraphBuilder graph, LinearWeights weights)
    {
        var packed = new byte[weights.Inputs * weights.Outputs];
        var scales = ColumnQuantizer.Quantize(weights, packed);
        var quantized = graph.Initializer("weight", OnnxType.Int8, [weights.Inputs, weights.Outputs], packed);
        return graph.Node("DynamicQuantizeMatMul", [X, quantized, graph.Weight("scales", [weights.Outputs], scales)], null, GraphBuilder.Microsoft);
    }

    private sealed class Layer : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("hunyuan3d-bench-").FullName;
        private readonly OnnxSession _session;

        public Layer(int inputs, int outputs, Func<GraphBuilder, OnnxValue> build, GraphPrecision precision = GraphPrecision.Fp32)
        {
            var path = Path.Combine(_folder, "layer.onnx");
            using (var graph = new GraphBuilder(path, new GraphTarget(GraphDevice.Cpu, precision)))
            {
                graph.Input("x", OnnxType.Float, "rows", inputs);
                graph.Output("y", build(graph), "rows", outputs);
                graph.Save();
            }

            _session = OnnxSession.Load(path);
        }

        public float[] Run(TensorData x) => _session.Run(("x", x))["y"].Values;

        public double Seconds(TensorData x)
        {
            var watch = Stopwatch.StartNew();
            Run(x);
            return watch.Elapsed.TotalSeconds;
        }

        public void Dispose()
        {
            _session.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
