using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

namespace Hunyuan3D.Benchmarks.Networks;

/// <summary>Where a graph's time goes, by kind of operator, as ONNX Runtime's own profiler sees it; and the arithmetic of a run, counted from the shapes that passed through.</summary>
internal sealed class OperatorProfile
{
    private readonly List<Row> _rows = [];

    private OperatorProfile(IEnumerable<Row> rows) => _rows.AddRange(rows);

    /// <summary>Multiplications and additions of matrix products, convolutions and attention in one run.</summary>
    public double Flops => _rows.Sum(row => row.Flops);

    /// <param name="runs">The first only warms up.</param>
    public static OperatorProfile Record(NetworkCase network, int runs = 2)
    {
        var folder = Directory.CreateTempSubdirectory("hunyuan3d-profile-").FullName;
        try
        {
            // The prefix has to be set first.
            using var options = new SessionOptions { ProfileOutputPathPrefix = Path.Combine(folder, "ort"), EnableProfiling = true, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            using var session = new InferenceSession(network.Graph, options);
            using var run = new RunOptions();
            for (var i = 0; i < runs; i++)
            {
                var values = network.OrtValues();
                using var outputs = session.Run(run, [.. values.Keys], [.. values.Values], session.OutputNames);
                foreach (var value in values.Values)
                    value.Dispose();
            }

            using var json = JsonDocument.Parse(File.ReadAllText(session.EndProfiling()));
            var kernels = json.RootElement.EnumerateArray()
                .Where(entry => entry.GetProperty("cat").GetString() == "Node" && entry.GetProperty("name").GetString()!.EndsWith("_kernel_time", StringComparison.Ordinal))
                .ToList();
            return new OperatorProfile(kernels.Skip(kernels.Count / runs * (runs - 1)).Select(Read));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Print(TextWriter output)
    {
        var all = _rows.Sum(row => row.Seconds);
        output.WriteLine($"  {"operator",-28} {"calls",6} {"seconds",9} {"share",7} {"GFLOP",9} {"GFLOP/s",8}");
        foreach (var group in _rows.GroupBy(row => row.Operator).OrderByDescending(group => group.Sum(row => row.Seconds)))
        {
            var (seconds, flops) = (group.Sum(row => row.Seconds), group.Sum(row => row.Flops));
            if (seconds > 0.002 * all)
                output.WriteLine($"  {group.Key,-28} {group.Count(),6} {seconds,9:f4} {seconds / all,7:p1} {flops / 1e9,9:f1} {flops / seconds / 1e9,8:f0}");
        }
    }

    /// <summary>The slowest nodes by address.</summary>
    public void PrintNodes(TextWriter output, int count)
    {
        foreach (var row in _rows.OrderByDescending(row => row.Seconds).Take(count))
            output.WriteLine($"  {row.Seconds,9:f4} s {row.Flops / row.Seconds / 1e9,6:f0} GFLOP/s {row.Operator,-22} {row.Node}  {row.Shapes}");
    }

    private static Row Read(JsonElement entry)
    {
        var details = entry.GetProperty("args");
        var (op, inputs, outputs) = (details.GetProperty("op_name").GetString()!, Shapes(details, "input_type_shape"), Shapes(details, "output_type_shape"));
        var text = string.Join(" ", inputs.Select(shape => $"[{string.Join(",", shape)}]")) + " -> " + string.Join(" ", outputs.Select(shape => $"[{string.Join(",", shape)}]"));
        return new Row(op, entry.GetProperty("name").GetString()!, entry.GetProperty("dur").GetInt64() * 1e-6, Arithmetic(op, inputs, outputs), text);
    }

    private static List<long[]> Shapes(JsonElement details, string name) => !details.TryGetProperty(name, out var list)
        ? []
        : [.. list.EnumerateArray().Select(tensor => tensor.EnumerateObject().First().Value.EnumerateArray().Select(size => size.GetInt64()).ToArray())];

    private static double Arithmetic(string op, List<long[]> inputs, List<long[]> outputs) => op switch
    {
        "Gemm" or "MatMul" or "FusedMatMul" or "FusedGemm" or "MatMulNBits" or "MatMulIntegerToFloat" or "DynamicQuantizeMatMul" or "MatMulInteger" => 2 * Size(outputs[0]) * inputs[0][^1],
        "Conv" or "FusedConv" or "NhwcFusedConv" => 2 * Size(outputs[0]) * Size(inputs[1]) / inputs[1][0],
        "MultiHeadAttention" => 4 * Size(inputs[0]) * inputs[1][1],
        _ => 0,
    };

    private static double Size(long[] shape) => shape.Aggregate(1.0, (product, size) => product * size);

    private sealed record Row(string Operator, string Node, double Seconds, double Flops, string Shapes);
}
