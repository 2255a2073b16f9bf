using System.Diagnostics;
using Hunyuan3D.Benchmarks.Checkpoints;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Sessions;

namespace Hunyuan3D.Benchmarks.Networks;

/// <summary>
/// Seconds, GFLOP/s and memory of the full-size shape networks with random weights, beside the peak of a plain matrix product in the same process:
/// <c>dotnet run -c Release --project Benchmarks -- networks v2-mini-turbo /tmp/models fp32 denoiser vae geometry encoder [--profile]</c>.
/// </summary>
internal static class NetworkBench
{
    public static void Run(string variant, string root, string[] arguments)
    {
        var precision = Enum.Parse<GraphPrecision>(arguments.FirstOrDefault() ?? "fp32", ignoreCase: true);
        var parts = arguments.Skip(1).Where(part => !part.StartsWith('-')).DefaultIfEmpty("denoiser").ToList();
        var (graphs, config) = Import(variant, root, precision);
        using var peak = new MatrixPeak();
        foreach (var part in parts)
        {
            var network = ShapeNetworkCases.Create(part, graphs, config);
            Measure(network, peak);
            if (!arguments.Contains("--profile"))
                continue;
            var profile = OperatorProfile.Record(network);
            profile.Print(Console.Out);
            profile.PrintNodes(Console.Out, 12);
        }
    }

    /// <summary>Makes checkpoint and graphs where they are not there yet.</summary>
    public static (string Folder, ShapeModelConfig Config) Import(string variant, string root, GraphPrecision precision)
    {
        var (folder, vaeFolder) = RandomCheckpoint.Write(variant, root, overwrite: false);
        var graphs = Path.Combine(root, $"{variant}-{precision}".ToLowerInvariant());
        if (Directory.Exists(graphs))
            return (graphs, ShapeModelConfig.Read(Path.Combine(folder, "config.yaml")));
        Directory.CreateDirectory(graphs);
        var watch = Stopwatch.StartNew();
        var config = new ShapeModelImporter(new GraphTarget(GraphDevice.Cpu, precision)).Import(new ShapeCheckpoint(folder, vaeFolder), graphs, null, CancellationToken.None);
        Console.WriteLine($"import {precision}: {watch.Elapsed.TotalSeconds:f1} s, peak memory of the process {ProcessMemory.Peak} MiB");
        return (graphs, config);
    }

    private static void Measure(NetworkCase network, MatrixPeak peak)
    {
        var before = ProcessMemory.Now;
        var watch = Stopwatch.StartNew();
        using var session = OnnxSession.Load(network.Graph);
        var (load, loaded) = (watch.Elapsed.TotalSeconds, ProcessMemory.Now - before);
        var (best, gflops) = (double.MaxValue, 0.0);
        for (var run = 0; run < 3; run++)
        {
            watch.Restart();
            session.Run(network.Inputs, network.Indices);
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
            gflops = Math.Max(gflops, peak.Measure());
        }

        var rate = network.Flops / best / 1e9;
        Console.WriteLine(
            $"{network.Name}: load {load:f1} s, {best:f3} s a run, {network.Flops / 1e9:f0} GFLOP, {rate:f0} GFLOP/s, {rate / gflops:p0} of the product peak of {gflops:f0}; "
            + $"weights {new FileInfo(Path.ChangeExtension(network.Graph, ".weights")).Length >> 20} MiB, loaded {loaded} MiB, after the runs {ProcessMemory.Now - before} MiB, process peak {ProcessMemory.Peak} MiB");
    }
}
