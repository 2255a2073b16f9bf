using System.Diagnostics;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Schedulers;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.ShapeGen.FlashVdm;
using Hunyuan3D.Inference.ShapeGen.Refinement;

namespace Hunyuan3D.Benchmarks.Networks;

/// <summary>
/// A whole shape from a picture's tensor to triangles at full size, with random weights that decode to a ball (<see cref="Checkpoints.BallField"/>), beside its floor: the arithmetic of all networks at the
/// matrix product's peak. <c>dotnet run -c Release --project Benchmarks -- run v2-mini-fast /tmp/models fp32 [steps 10] [octree 256] [decode]</c>; <c>decode</c> leaves encoder and diffusion out.
/// </summary>
internal static class RunBench
{
    public static void Run(string variant, string root, string[] arguments)
    {
        var precision = Enum.Parse<GraphPrecision>(arguments.FirstOrDefault() ?? "fp32", ignoreCase: true);
        var (steps, octree) = (Number(arguments, "steps", 10), Number(arguments, "octree", 256));
        var model = ShapeModel.Open(BenchModel.Import(variant, root, precision).Folder);
        using var sessions = new SessionPool(new SessionPoolOptions(), TimeProvider.System);
        using var peak = new MatrixPeak();
        var networks = new ShapeNetworks(model, sessions, useFlashVdmVae: true);
        var (gflops, floor, total) = (peak.Measure(), 0.0, 0.0);

        var latents = Noise.Tensor(1, networks.Vae.NumLatents, networks.Vae.EmbedDim);
        if (!arguments.Contains("decode"))
        {
            Load(sessions, model.Folder, ModelGraph.Encoder, ModelGraph.Denoiser);
            var size = model.Config.Conditioner!.ImageSize;
            var condition = Stage("image encoding", Flops("encoder"), () => networks.Encode(Noise.Tensor(1, 3, size, size), [ViewSide.Front]));
            IFlowScheduler scheduler = model.Config.PcmTimesteps is { } phases
                ? new ConsistencyFlowMatchEulerDiscreteScheduler(steps, phases)
                : new FlowMatchEulerDiscreteScheduler(steps, model.Config.Shift);
            var sampler = new FlowMatchingSampler(networks, scheduler, ShapeDefaults.GuidanceScale, pairInOneBatch: true);
            var halves = model.Config.Denoiser.GuidanceEmbed ? 1 : 2;
            Stage($"{steps} diffusion steps", halves * steps * Flops("denoiser"), () =>
            {
                for (var step = 0; step < steps; step++)
                    sampler.Step(step, latents, condition);
                return latents;
            });
        }

        Load(sessions, Path.Combine(model.Folder, ModelGraph.FlashVdm), ModelGraph.Vae, ModelGraph.Geometry, ModelGraph.Queries);
        var tokens = Stage("latent decoding", Flops("vae"), () => networks.DecodeLatents(latents));
        var points = PointsEvaluated(octree);
        var perPoint = Flops("geometry") / ShapeNetworkCases.GeometryPoints;
        var grid = Stage($"volume decoding, {points:n0} points", points * perPoint, () => new FlashVdmVolumeDecoder().Decode(new NetworkField(networks, tokens), octree, 0, null, CancellationToken.None));
        var mesh = Stage("marching cubes", 0, () => MarchingCubes.Extract(grid, 0, CancellationToken.None));
        Console.WriteLine(
            $"{variant} {precision}, octree {octree}: {total:f2} s, floor {floor / 1e12:f2} TFLOP at {gflops:f0} GFLOP/s = {floor / gflops / 1e9:f2} s, ratio {total / (floor / gflops / 1e9):f2}; "
            + $"{mesh.FaceCount:n0} faces; resident {ProcessMemory.Now} MiB, peak of the process {ProcessMemory.Peak} MiB");

        double Flops(string part) => ShapeNetworkCases.Create(part, model.Folder, model.Config).Flops;

        T Stage<T>(string name, double flops, Func<T> run)
        {
            var cpu = ProcessMemory.ProcessorSeconds;
            var watch = Stopwatch.StartNew();
            var result = run();
            var seconds = watch.Elapsed.TotalSeconds;
            cpu = ProcessMemory.ProcessorSeconds - cpu;
            (total, floor) = (total + seconds, floor + flops);
            gflops = Math.Max(gflops, peak.Measure());
            Console.WriteLine($"  {name,-40} {seconds,8:f2} s ({cpu:f1} s of processors) {flops / 1e9,9:f0} GFLOP {flops / seconds / 1e9,6:f0} GFLOP/s");
            return result;
        }
    }

    /// <summary>The points that FlashVDM asks the network for on the ball: its coarse grid, then those near the surface.</summary>
    private static long PointsEvaluated(int octree)
    {
        var levels = FlashVdmVolumeDecoder.Levels(octree, OctreeLevels.DefaultMinResolution);
        var n = levels[0] + 1;
        var values = new float[n * n * n];
        var axis = GridAxis.Points(levels[0]);
        for (var i = 0; i < values.Length; i++)
            values[i] = BallLogit(axis[i / n / n], axis[i / n % n], axis[i % n]);
        long count = values.Length;
        for (var level = 1; level < levels.Length; level++)
        {
            var points = LevelPoints.Around(values, n, levels[level], 0, level == levels.Length - 1);
            count += points.Count;
            n = points.PointsPerAxis;
            values = new float[n * n * n];
            values.AsSpan().Fill(NearSurface.NotEvaluated);
            var positions = new System.Numerics.Vector3[points.Count];
            points.ReadPositions(0, positions);
            points.Scatter(0, Array.ConvertAll(positions, position => BallLogit(position.X, position.Y, position.Z)), values);
        }

        return count;
    }

    private static float BallLogit(float x, float y, float z) => Checkpoints.BallField.Logit(x, y, z);

    private static void Load(SessionPool sessions, string folder, params string[] graphs)
    {
        var (before, watch) = (ProcessMemory.Now, Stopwatch.StartNew());
        foreach (var graph in graphs)
            sessions.Rent(Path.Combine(folder, graph), CancellationToken.None).Dispose();
        Console.WriteLine($"  loading {string.Join(", ", graphs)}: {watch.Elapsed.TotalSeconds:f1} s, {ProcessMemory.Now - before} MiB");
    }

    private static int Number(string[] arguments, string name, int otherwise) => Array.IndexOf(arguments, name) is var index and >= 0
        ? int.Parse(arguments[index + 1], System.Globalization.CultureInfo.InvariantCulture)
        : otherwise;
}
