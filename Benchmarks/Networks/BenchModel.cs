using System.Diagnostics;
using Hunyuan3D.Benchmarks.Checkpoints;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Benchmarks.Networks;

/// <summary>A full-size model with random weights, imported for the CPU. Checkpoint and graphs are kept below the root and made where they are not there yet.</summary>
internal sealed record BenchModel(string Folder, GraphPrecision Precision, ShapeModelConfig? Shape, StableDiffusionUNetConfig? Paint)
{
    public static BenchModel Import(string variant, string root, GraphPrecision precision)
    {
        var graphs = Path.Combine(root, $"{variant}-{precision}".ToLowerInvariant());
        return RandomPaintCheckpoint.Knows(variant) ? ImportPaint(variant, root, graphs, precision) : ImportShape(variant, root, graphs, precision);
    }

    public NetworkCase Case(string part) => Shape is not null ? ShapeNetworkCases.Create(part, Folder, Shape) : PaintNetworkCases.Create(part, Folder, Paint!);

    private static BenchModel ImportShape(string variant, string root, string graphs, GraphPrecision precision)
    {
        var (folder, vaeFolder) = RandomCheckpoint.Write(variant, root, overwrite: false);
        Measured(graphs, precision, () => new ShapeModelImporter(new GraphTarget(GraphDevice.Cpu, precision)).Import(new ShapeCheckpoint(folder, vaeFolder), graphs, null, CancellationToken.None));
        return new BenchModel(graphs, precision, ShapeModelConfig.Read(Path.Combine(folder, "config.yaml")), null);
    }

    private static BenchModel ImportPaint(string variant, string root, string graphs, GraphPrecision precision)
    {
        var folder = RandomPaintCheckpoint.Write(variant, root, overwrite: false);
        var importer = new PaintModelImporter(new GraphTarget(GraphDevice.Cpu, precision));
        var delight = variant.StartsWith("delight", StringComparison.Ordinal);
        Measured(graphs, precision, () =>
        {
            if (delight)
                importer.ImportDelight(folder, graphs, null, CancellationToken.None);
            else
                importer.Import(folder, graphs, null, CancellationToken.None);
        });
        return new BenchModel(graphs, precision, null, StableDiffusionUNetConfig.Read(Path.Combine(folder, "unet", "config.json")));
    }

    private static void Measured(string graphs, GraphPrecision precision, Action import)
    {
        if (Directory.Exists(graphs))
            return;
        Directory.CreateDirectory(graphs);
        var (watch, done) = (Stopwatch.StartNew(), false);
        try
        {
            import();
            done = true;
        }
        finally
        {
            // Half a model must not pass for a whole one next time.
            if (!done)
                Directory.Delete(graphs, recursive: true);
        }

        Console.WriteLine($"import {precision}: {watch.Elapsed.TotalSeconds:f1} s, peak memory of the process {ProcessMemory.Peak} MiB");
    }
}
