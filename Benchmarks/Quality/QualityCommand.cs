using System.Globalization;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.ShapeGen.Relief;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Inference.TexGen.Relief;

namespace Hunyuan3D.Benchmarks.Quality;

/// <summary>
/// Prints the table of <c>docs/quality.md</c>: <c>dotnet run -c Release --project Benchmarks -- quality [folder]</c> (default <c>Tests/Samples</c>).
/// Every PNG of the folder is a front picture; <c>x.glb</c> beside <c>x.png</c> is its true mesh. Any of <c>left.png</c>, <c>back.png</c>, <c>right.png</c> in a folder
/// <c>x</c> are its other sides, taken in a row of their own; their front is <c>x.png</c> or <c>x/front.png</c>.
/// </summary>
internal static class QualityCommand
{
    public static async Task RunAsync(string[] arguments)
    {
        var folder = arguments.Length > 0 ? arguments[0] : Path.Combine("Tests", "Samples");
        Console.WriteLine("| picture | IoU | PSNR, dB | Chamfer | volume IoU | closed | manifold | faces |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var file in Directory.GetFiles(folder, "*.png").Order(StringComparer.Ordinal))
            await MeasureAsync(Path.GetFileNameWithoutExtension(file), new ViewPictures(Load(file)!), Path.ChangeExtension(file, ".glb"));
        foreach (var inner in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            if ((Load(Path.Combine(inner, "front.png")) ?? Load(inner + ".png")) is not { } front) continue;
            var views = new ViewPictures(front, Load(Path.Combine(inner, "left.png")), Load(Path.Combine(inner, "back.png")), Load(Path.Combine(inner, "right.png")));
            await MeasureAsync($"{Path.GetFileName(inner)}, {views.Present().Count()} sides", views, inner + ".glb");
        }
    }

    private static async Task MeasureAsync(string name, ViewPictures pictures, string trueMesh)
    {
        var shape = await new ReliefShapeEngine(new HierarchicalVolumeDecoder(), TimeProvider.System).GenerateAsync(new ShapeRequest(pictures), StageContext.None, CancellationToken.None);
        var texture = await new ReliefTextureEngine(TimeProvider.System).GenerateAsync(new TextureRequest(shape.Mesh, shape.Cutouts), StageContext.None, CancellationToken.None);

        var cutout = shape.Cutouts.Front;
        var frame = SubjectFraming.Of(shape.Cutouts)[ViewSide.Front];
        var match = PictureMatch.Measure(texture.Mesh, ViewSide.Front, cutout, new OrthographicFrame(cutout.Width, cutout.Height, frame.Center, frame.UnitsPerPixel));
        var report = MeshInvariants.Check(shape.Mesh);
        var (chamfer, volume) = ("", "");
        if (File.Exists(trueMesh))
        {
            var expected = GlbReader.Read(File.ReadAllBytes(trueMesh)).Mesh;
            chamfer = Text(MeshMetrics.Distance(shape.Mesh, expected).Mean, "0.0000");
            volume = Text(MeshMetrics.VolumeIoU(shape.Mesh, expected), "0.000");
        }

        Console.WriteLine($"| {name} | {Text(match.IoU, "0.0000")} | {Text(match.Psnr, "0.0")} | {chamfer} | {volume} | {(report.Closed ? "yes" : "no")} | "
            + $"{(report.Manifold ? "yes" : "no")} | {report.Faces} |");
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static Picture? Load(string file) => File.Exists(file) ? ImageCodec.Decode(File.ReadAllBytes(file), ImageLimits.Default) : null;
}
