using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Sessions;

namespace Hunyuan3D.Benchmarks.Networks;

/// <summary>
/// How far the int8 and int4 graphs are from fp32 at full size with random weights:
/// <c>dotnet run -c Release --project Benchmarks -- precision v2-mini-fast /tmp/models int8 int4</c>.
/// </summary>
internal static class PrecisionBench
{
    private static readonly string[] ShapeParts = ["encoder", "denoiser", "vae", "own-geometry"];
    private static readonly string[] PaintParts = ["reference", "unet", "vae-encoder", "vae-decoder"];

    public static void Run(string variant, string root, string[] arguments)
    {
        var fp32 = BenchModel.Import(variant, root, GraphPrecision.Fp32);
        var parts = fp32.Shape is null ? PaintParts : ShapeParts;
        Console.WriteLine($"{"network",-12} {"precision",-10} {"relative error",14} {"cosine",10}");
        foreach (var precision in arguments.Select(name => Enum.Parse<GraphPrecision>(name, ignoreCase: true)))
        {
            var model = BenchModel.Import(variant, root, precision);
            foreach (var part in parts)
            {
                var exact = Outputs(fp32.Case(part));
                var (error, cosine) = Difference(exact, Outputs(model.Case(part)));
                Console.WriteLine($"{part,-12} {precision,-10} {error,14:e2} {cosine,10:f6}");
            }
        }
    }

    /// <summary>|a - b| / |a| and the cosine of the angle between both.</summary>
    public static (double RelativeError, double Cosine) Difference(ReadOnlySpan<float> exact, ReadOnlySpan<float> other)
    {
        double difference = 0, first = 0, second = 0, product = 0;
        for (var i = 0; i < exact.Length; i++)
        {
            double a = exact[i], b = other[i];
            difference += (a - b) * (a - b);
            first += a * a;
            second += b * b;
            product += a * b;
        }

        return (Math.Sqrt(difference / first), product / Math.Sqrt(first * second));
    }

    private static float[] Outputs(NetworkCase network)
    {
        using var session = OnnxSession.Load(network.Graph);
        return [.. session.Run(network.Inputs, network.Indices).OrderBy(output => output.Key, StringComparer.Ordinal).SelectMany(output => output.Value.Values)];
    }
}
