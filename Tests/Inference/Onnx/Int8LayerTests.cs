using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Schedulers;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Onnx;

/// <summary>The CPU's int8 layer as it runs, against the product in double precision.</summary>
public sealed class Int8LayerTests
{
    private const int Outputs = 70;
    private const int Inputs = 100;

    // About twice what rounding both factors to 8 bits costs on normal values (1.1e-2, docs/performance.md).
    private const double RelativeError = 0.02;

    [Fact]
    public void Run_RowsOfVeryDifferentSize_KeepTheirOwnPrecision()
    {
        var matrix = GaussianNoise.Draw(7, 0, Outputs * Inputs);
        var bias = Enumerable.Range(0, Outputs).Select(i => (float)i).ToArray();
        // A row of zeros, as the unconditional half of guidance has, an ordinary one and one a million times as large.
        var x = new float[3 * Inputs];
        GaussianNoise.Draw(8, 0, Inputs).CopyTo(x, Inputs);
        Array.ConvertAll(GaussianNoise.Draw(9, 0, Inputs), value => value * 1e6f).CopyTo(x, 2 * Inputs);

        var y = Run(LinearWeights.Of(Outputs, Inputs, matrix, bias), x);

        Assert.Equal(bias, y[..Outputs]);
        for (var row = 1; row < 3; row++)
        {
            var (difference, norm) = (0.0, 0.0);
            for (var output = 0; output < Outputs; output++)
            {
                var exact = (double)bias[output];
                for (var input = 0; input < Inputs; input++)
                    exact += (double)x[row * Inputs + input] * matrix[output * Inputs + input];
                difference += Math.Pow(y[row * Outputs + output] - exact, 2);
                norm += exact * exact;
            }

            Assert.True(Math.Sqrt(difference / norm) < RelativeError, $"row {row}: relative error {Math.Sqrt(difference / norm):e2}");
        }
    }

    private static float[] Run(LinearWeights weights, float[] x)
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "layer.onnx");
        using (var graph = new GraphBuilder(path, new GraphTarget(GraphDevice.Cpu, GraphPrecision.Int8)))
        {
            graph.Output("y", graph.Linear("layer", graph.Input("x", OnnxType.Float, "rows", Inputs), weights), "rows", Outputs);
            graph.Save();
        }

        using var session = OnnxSession.Load(path);
        return session.Run(("x", new TensorData(x, x.Length / Inputs, Inputs)))["y"].Values;
    }
}
