using System.Diagnostics;
using Hunyuan3D.Benchmarks.Checkpoints;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Sessions;

namespace Hunyuan3D.Benchmarks.Networks;

/// <summary>
/// Seconds, GFLOP/s and memory of full-size networks with random weights, each beside the peak of a plain matrix product taken in the same seconds:
/// <c>dotnet run -c Release --project Benchmarks -- networks v2-mini-turbo /tmp/models fp32,int8 denoiser vae geometry encoder [--runs=3]</c>.
/// Several precisions run in turns, so that their ratio holds on a machine that is not quiet.
/// </summary>
internal static class NetworkBench
{
    public static void Run(string variant, string root, string[] arguments)
    {
        var precisions = (arguments.FirstOrDefault() ?? "fp32").Split(',').Select(name => Enum.Parse<GraphPrecision>(name, ignoreCase: true)).ToList();
        var parts = arguments.Skip(1).Where(part => !part.StartsWith("--runs=", StringComparison.Ordinal)).DefaultIfEmpty(RandomPaintCheckpoint.Knows(variant) ? "unet" : "denoiser").ToList();
        var models = precisions.Select(precision => BenchModel.Import(variant, root, precision)).ToList();
        var runs = arguments.FirstOrDefault(argument => argument.StartsWith("--runs=", StringComparison.Ordinal)) is { } given
            ? int.Parse(given.AsSpan("--runs=".Length), System.Globalization.CultureInfo.InvariantCulture)
            : 3;
        using var peak = new MatrixPeak();
        foreach (var part in parts)
            Compare(part, [.. models.Select(model => (model.Precision, model.Case(part)))], peak, runs);
    }

    /// <summary>Where the time of one network goes: <c>profile paint-v2-0 /tmp/models fp32 unet</c>.</summary>
    public static void Profile(string variant, string root, string[] arguments)
    {
        var precision = Enum.Parse<GraphPrecision>(arguments.FirstOrDefault() ?? "fp32", ignoreCase: true);
        var model = BenchModel.Import(variant, root, precision);
        foreach (var part in arguments.Skip(1))
        {
            Console.WriteLine($"{part}, {precision}:");
            var profile = OperatorProfile.Record(model.Case(part));
            profile.Print(Console.Out);
            profile.PrintNodes(Console.Out, 15);
        }
    }

    private static void Compare(string part, List<(GraphPrecision Precision, NetworkCase Network)> networks, MatrixPeak peak, int runs)
    {
        var flops = networks[0].Network.Flops > 0 ? networks[0].Network.Flops : OperatorProfile.Record(networks[0].Network, runs: 1).Flops;
        var sessions = new List<(GraphPrecision Precision, NetworkCase Network, OnnxSession Session, double Load, long Loaded)>();
        foreach (var (precision, network) in networks)
        {
            var before = ProcessMemory.Now;
            var watch = Stopwatch.StartNew();
            var session = OnnxSession.Load(network.Graph);
            sessions.Add((precision, network, session, watch.Elapsed.TotalSeconds, ProcessMemory.Now - before));
        }

        var (best, gflops) = (new double[sessions.Count], 0.0);
        Array.Fill(best, double.MaxValue);
        for (var run = 0; run < runs; run++)
        {
            for (var i = 0; i < sessions.Count; i++)
            {
                var watch = Stopwatch.StartNew();
                sessions[i].Session.Run(sessions[i].Network.Inputs, sessions[i].Network.Indices);
                best[i] = Math.Min(best[i], watch.Elapsed.TotalSeconds);
                gflops = Math.Max(gflops, peak.Measure());
            }
        }

        for (var i = 0; i < sessions.Count; i++)
        {
            var (precision, network, session, load, loaded) = sessions[i];
            var rate = flops / best[i] / 1e9;
            Console.WriteLine(
                $"{part} {precision}: {best[i]:f3} s a run{(i > 0 ? $" ({best[0] / best[i]:f2} times {sessions[0].Precision})" : "")}, {flops / 1e9:f0} GFLOP, {rate:f0} GFLOP/s, "
                + $"{rate / gflops:p0} of the product peak of {gflops:f0}; load {load:f1} s, weights {new FileInfo(Path.ChangeExtension(network.Graph, ".weights")).Length >> 20} MiB, resident {loaded} MiB");
            session.Dispose();
        }

        Console.WriteLine($"  peak of the process so far {ProcessMemory.Peak} MiB: for the memory of one network, measure it alone");
    }
}
