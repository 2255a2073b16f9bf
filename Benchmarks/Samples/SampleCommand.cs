using System.Diagnostics;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Benchmarks.Samples;

/// <summary>
/// Makes the pictures that the project ships, and their true meshes: <c>x.png</c> from the front, <c>x.glb</c>, and for some <c>x/left.png</c> and <c>x/back.png</c>.
/// <c>dotnet run -c Release --project Benchmarks -- samples [folder]</c> (default <c>Tests/Samples</c>).
/// </summary>
internal static class SampleCommand
{
    private const int PictureSize = 600;
    private const int Resolution = 320;
    private const int Faces = 12_000;

    private static readonly string[] FromSeveralSides = ["fish", "robot"];

    public static void Run(string[] arguments)
    {
        var folder = Directory.CreateDirectory(arguments.Length > 0 ? arguments[0] : Path.Combine("Tests", "Samples"));
        foreach (var (name, solid) in SampleCatalog.All)
        {
            var clock = Stopwatch.StartNew();
            var model = SampleModel.Of(solid, Resolution);
            Write(ViewSide.Front, name + ".png");
            if (FromSeveralSides.Contains(name))
            {
                folder.CreateSubdirectory(name);
                Write(ViewSide.Left, Path.Combine(name, "left.png"));
                Write(ViewSide.Back, Path.Combine(name, "back.png"));
            }

            var mesh = FaceReducer.Reduce(model.Mesh, Faces, null, CancellationToken.None);
            File.WriteAllBytes(Path.Combine(folder.FullName, name + ".glb"), GlbWriter.Write(mesh, new GlbOptions { Name = name }));
            Console.WriteLine($"{name}: {mesh.FaceCount} faces, {clock.Elapsed.TotalSeconds:f1} s");

            void Write(ViewSide side, string file) => File.WriteAllBytes(Path.Combine(folder.FullName, file), ImageCodec.EncodePng(SamplePicture.Render(model, side, PictureSize)));
        }
    }
}
