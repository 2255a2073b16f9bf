using System.Diagnostics;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Benchmarks.Networks;

/// <summary>What a plain fp32 product of 2048 x 2048 matrices reaches through the same runtime in the same process: the measure of every network.</summary>
internal sealed class MatrixPeak : IDisposable
{
    private const int Size = 2048;

    private readonly string _folder = Directory.CreateTempSubdirectory("hunyuan3d-bench-").FullName;
    private readonly OnnxSession _session;
    private readonly TensorData _input = Noise.Tensor(Size, Size);

    public MatrixPeak()
    {
        var path = Path.Combine(_folder, "product.onnx");
        using (var graph = new GraphBuilder(path, new GraphTarget(GraphDevice.Cpu, GraphPrecision.Fp32)))
        {
            var x = graph.Input("x", OnnxType.Float, "rows", Size);
            var weight = graph.Weight("weight", [Size, Size], Noise.Tensor(Size, Size).Values);
            graph.Output("y", graph.Node("Gemm", [x, weight], null, "", OnnxAttribute.Integer("transB", 1)), "rows", Size);
            graph.Save();
        }

        _session = OnnxSession.Load(path);
    }

    /// <summary>GFLOP/s, the best of several; measured anew at every call, so that it can stand beside a figure taken in the same seconds.</summary>
    public double Measure(int runs = 8)
    {
        var best = double.MaxValue;
        for (var run = 0; run < runs; run++)
        {
            var watch = Stopwatch.StartNew();
            _session.Run(("x", _input));
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return 2.0 * Size * Size * Size / best / 1e9;
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
