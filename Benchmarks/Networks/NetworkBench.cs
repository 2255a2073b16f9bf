using System.Diagnostics;
using Hunyuan3D.Benchmarks.Checkpoints;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Schedulers;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Benchmarks.Networks;

/// <summary>
/// Seconds, GFLOP/s and memory of the full-size shape networks with random weights, beside the peak of a plain matrix product in the same process:
/// <c>dotnet run -c Release --project Benchmarks -- networks v2-mini-turbo /tmp/models fp32 denoiser vae geometry encoder</c>.
/// </summary>
internal static class NetworkBench
{
    public static void Run(string variant, string root, string[] arguments)
    {
        var precision = Enum.Parse<GraphPrecision>(arguments.FirstOrDefault() ?? "fp32", ignoreCase: true);
        var parts = arguments.Length > 1 ? arguments[1..] : ["denoiser"];
        var peak = MatrixPeak();
        Console.WriteLine($"matrix product peak: {peak:f0} GFLOP/s");

        var (folder, vaeFolder) = RandomCheckpoint.Write(variant, root, overwrite: false);
        var graphs = Path.Combine(root, $"{variant}-{precision}".ToLowerInvariant());
        var config = Import(folder, vaeFolder, graphs, precision);
        foreach (var part in parts)
        {
            switch (part)
            {
                case "encoder":
                    Encoder(graphs, config.Conditioner!, peak);
                    break;
                case "denoiser":
                    Denoiser(graphs, config, peak);
                    break;
                case "vae":
                    Vae(graphs, config.Vae, peak);
                    break;
                case "geometry":
                    Geometry(graphs, config.Vae, peak);
                    break;
            }
        }
    }

    private static ShapeModelConfig Import(string folder, string vaeFolder, string graphs, GraphPrecision precision)
    {
        if (Directory.Exists(graphs))
            return ShapeModelConfig.Read(Path.Combine(folder, "config.yaml"));
        Directory.CreateDirectory(graphs);
        var watch = Stopwatch.StartNew();
        var config = new ShapeModelImporter(new GraphTarget(GraphDevice.Cpu, precision)).Import(new ShapeCheckpoint(folder, vaeFolder), graphs, null, CancellationToken.None);
        Console.WriteLine($"import: {watch.Elapsed.TotalSeconds:f1} s, peak memory of the process {Peak()} MiB");
        return config;
    }

    private static void Encoder(string graphs, DinoImageEncoderConfig config, double peak)
    {
        var (tokens, width) = ((double)config.Grid * config.Grid + 1, (double)config.HiddenSize);
        var flops = config.Layers * (2 * tokens * width * (4 * width + 3 * config.SwiGluSize) + 4 * tokens * tokens * width);
        Measure(graphs, ModelGraph.Encoder, flops, peak, ("image", Noise(1, 3, config.ImageSize, config.ImageSize)));
    }

    private static void Denoiser(string graphs, ShapeModelConfig config, double peak)
    {
        var dit = config.Denoiser;
        var (n, t, h, m) = ((double)config.Vae.NumLatents, (double)config.Conditioner!.Tokens, (double)dit.HiddenSize, (double)dit.MlpSize);
        var s = n + t;
        var attention = 4 * s * s * h;
        var flops = dit.Depth * (2 * s * (4 * h * h + 2 * h * m) + attention) + dit.DepthSingleBlocks * (2 * s * (4 * h * h + 2 * h * m) + attention);
        List<(string, TensorData)> inputs = [
            ("latents", Noise(1, config.Vae.NumLatents, dit.InChannels)), ("timestep", new TensorData([0.3f], 1)), ("condition", Noise(1, config.Conditioner.Tokens, dit.ContextInDim))];
        if (dit.GuidanceEmbed)
            inputs.Add(("guidance", new TensorData([5f], 1)));
        Measure(graphs, ModelGraph.Denoiser, flops, peak, [.. inputs]);
    }

    private static void Vae(string graphs, ShapeVaeConfig config, double peak)
    {
        var (n, w) = ((double)config.NumLatents, (double)config.Width);
        Measure(graphs, ModelGraph.Vae, config.DecoderLayers * (24 * n * w * w + 4 * n * n * w), peak, ("latents", Noise(1, config.NumLatents, config.EmbedDim)));
    }

    private static void Geometry(string graphs, ShapeVaeConfig config, double peak)
    {
        const int Points = 8000;
        const int Keys = 1024;
        var w = config.Width / 2.0;
        var flops = Points * (2 * w * (51 + w + w + 2 * w) + 4 * Keys * w);
        Measure(
            Path.Combine(graphs, ModelGraph.FlashVdm), ModelGraph.Geometry, flops, peak,
            ("points", Noise(1, Points, 3)), ("keys", Noise(1, Keys, config.Width / 2)), ("values", Noise(1, Keys, config.Width / 2)));
    }

    private static void Measure(string folder, string graph, double flops, double peak, params (string, TensorData)[] inputs)
    {
        var watch = Stopwatch.StartNew();
        using var session = OnnxSession.Load(Path.Combine(folder, graph));
        var load = watch.Elapsed.TotalSeconds;
        var best = double.MaxValue;
        for (var run = 0; run < 3; run++)
        {
            watch.Restart();
            session.Run(inputs);
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        Console.WriteLine($"{graph}: load {load:f1} s, {best:f3} s a run, {flops / 1e9:f0} GFLOP, {flops / best / 1e9:f0} GFLOP/s, {flops / best / 1e9 / peak:p0} of the product peak, process peak {Peak()} MiB");
    }

    private static double MatrixPeak()
    {
        const int Size = 2048;
        var folder = Directory.CreateTempSubdirectory("hunyuan3d-bench-").FullName;
        try
        {
            var path = Path.Combine(folder, "product.onnx");
            using (var graph = new GraphBuilder(path, new GraphTarget(GraphDevice.Cpu, GraphPrecision.Fp32)))
            {
                var x = graph.Input("x", OnnxType.Float, "rows", Size);
                var weight = graph.Weight("weight", [Size, Size], Noise(Size, Size).Values);
                graph.Output("y", graph.Node("Gemm", [x, weight], null, "", OnnxAttribute.Integer("transB", 1)), "rows", Size);
                graph.Save();
            }

            using var session = OnnxSession.Load(path);
            var input = Noise(Size, Size);
            var best = double.MaxValue;
            for (var run = 0; run < 6; run++)
            {
                var watch = Stopwatch.StartNew();
                session.Run(("x", input));
                best = Math.Min(best, watch.Elapsed.TotalSeconds);
            }

            return 2.0 * Size * Size * Size / best / 1e9;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static TensorData Noise(params long[] shape) => new(GaussianNoise.Draw(1, 0, (int)shape.Aggregate(1L, (product, size) => product * size)), shape);

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 >> 20;
    }
}
