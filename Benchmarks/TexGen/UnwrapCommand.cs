using System.Diagnostics;
using System.Globalization;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.ShapeGen.Relief;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Inference.TexGen.Unwrapping;

namespace Hunyuan3D.Benchmarks.TexGen;

/// <summary>
/// Prints the unwrap table of <c>docs/performance.md</c>: <c>dotnet run -c Release --project Benchmarks -- unwrap [size]</c>. The pictures of <c>Tests/Samples</c> as the
/// relief engine makes them, and hard meshes, all of 40,000 faces; texture 2048 unless told. Seconds are the best of three;
/// processor seconds, over all cores, hardly depend on what else the machine does.
/// </summary>
internal static class UnwrapCommand
{
    private const int Faces = 40_000;
    private const int Runs = 3;

    public static async Task RunAsync(string[] arguments)
    {
        var size = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 2048;
        Console.WriteLine("| mesh | faces | seconds | processor seconds | charts | atlas used | L2 stretch | largest stretch | cancelled within, ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var (name, mesh) in HardMeshes.All(Faces)) Measure(name, mesh, size);
        foreach (var file in Directory.GetFiles(Path.Combine(Checkout.Folder, "Tests", "Samples"), "*.png").Order(StringComparer.Ordinal))
        {
            var pictures = new ViewPictures(ImageCodec.Decode(File.ReadAllBytes(file), ImageLimits.Default));
            var shape = await new ReliefShapeEngine(new HierarchicalVolumeDecoder(), TimeProvider.System).GenerateAsync(new ShapeRequest(pictures), StageContext.None, CancellationToken.None);
            Measure(Path.GetFileNameWithoutExtension(file), shape.Mesh, size);
        }
    }

    private static void Measure(string name, TriangleMesh mesh, int size)
    {
        var (best, work) = (double.PositiveInfinity, double.PositiveInfinity);
        UvMesh result = null!;
        for (var run = 0; run < Runs; run++)
        {
            var (start, processor) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
            result = UvUnwrapper.Unwrap(mesh, size, null, CancellationToken.None);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            work = Math.Min(work, (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds);
        }

        var report = UvReport.Measure(result, size);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {mesh.FaceCount} | {best:F2} | {work:F2} | {report.Charts} | {report.Coverage:P0} | {report.L2Stretch:F3} | {report.LInfStretch:F2} | {Cancellation(mesh, size, best):F0} |"));
    }

    // The longest of several moments of the run.
    private static double Cancellation(TriangleMesh mesh, int size, double seconds)
    {
        var longest = 0.0;
        for (var part = 1; part < 8; part++)
        {
            using var source = new CancellationTokenSource(TimeSpan.FromSeconds(seconds * part / 8));
            var asked = 0L;
            using var told = source.Token.Register(() => asked = Stopwatch.GetTimestamp());
            try
            {
                UvUnwrapper.Unwrap(mesh, size, null, source.Token);
            }
            catch (OperationCanceledException)
            {
                longest = Math.Max(longest, Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }
        }

        return longest;
    }
}
