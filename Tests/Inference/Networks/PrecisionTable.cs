using System.Globalization;
using System.Text;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Tensors;
using Xunit;
using Xunit.Abstractions;

namespace Hunyuan3D.Tests.Inference.Networks;

/// <summary>How far the networks of other targets are from the fp32 ones on the same inputs: a row for each, printed and held to a bound.</summary>
internal sealed class PrecisionTable
{
    private readonly List<(string Case, string Network, GraphTarget Target, double Error, double Cosine, double Bound)> _rows = [];

    /// <param name="bound">Of the relative error |a - b| / |a|.</param>
    public void Compare(string caseName, string network, GraphTarget target, IReadOnlyDictionary<string, TensorData> exact, IReadOnlyDictionary<string, TensorData> compared, double bound)
    {
        double difference = 0, first = 0, second = 0, product = 0;
        foreach (var (name, tensor) in exact)
        {
            var other = compared[name].Values;
            Assert.Equal(tensor.Values.Length, other.Length);
            for (var i = 0; i < other.Length; i++)
            {
                double a = tensor.Values[i], b = other[i];
                difference += (a - b) * (a - b);
                first += a * a;
                second += b * b;
                product += a * b;
            }
        }

        _rows.Add((caseName, network, target, Math.Sqrt(difference / first), product / Math.Sqrt(first * second), bound));
    }

    public void Finish(ITestOutputHelper output)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"case",-16} {"network",-14} {"target",-10} {"relative error",14} {"cosine",9} {"bound",7}");
        foreach (var row in _rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"{row.Case,-16} {row.Network,-14} {row.Target.ToString(),-10} {row.Error,14:e2} {row.Cosine,9:f5} {row.Bound,7:f3}");
        output.WriteLine(text.ToString());
        Assert.NotEmpty(_rows);
        Assert.All(_rows, row => Assert.True(row.Error <= row.Bound, $"{row.Case} {row.Network} {row.Target}: relative error {row.Error:e2}, bound {row.Bound}"));
        // A graph that is the fp32 one would pass every bound.
        Assert.All(_rows, row => Assert.True(row.Error > 0, $"{row.Case} {row.Network} {row.Target} is no different from fp32."));
    }
}
