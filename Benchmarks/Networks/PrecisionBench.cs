using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Sessions;

namespace Hunyuan3D.Benchmarks.Networks;

/// <summary>
/// How far the int8 and int4 graphs are from fp32 at full size with random weights:
/// <c>dotnet run -c Release --project Benchmarks -- precision v2-mini-fast /tmp/models int8 int4</c>.
/// </summary>
internal static class PrecisionBench
{
    private static readonly string[] Parts = ["encoder", "denoiser", "vae", "geometry"];

    public static void Run(string variant, string root, string[] arguments)
    {
        var fp32 = NetworkBench.Import(variant, root, GraphPrecision.Fp32);
        Console.WriteLine($"{"network",-10} {"precision",-10} {"relative error",14} {"cosine",10}");
        foreach (var precision in arguments.Select(name => Enum.Parse<GraphPrecision>(name, ignoreCase: true)))
        {
            var graphs = NetworkBench.Import(variant, root, precision);
            foreach (var part in Parts)
            {
                var exact = Outputs(ShapeNetworkCases.Create(part, fp32.Folder, fp32.Config));
                var (error, cosine) = Difference(exact, Outputs(ShapeNetworkCases.Create(part, graphs.Folder, graphs.Config)));
                Console.WriteLine($"{part,-10} {precision,-10} {error,14:e2} {cosine,10:f6}");
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
