using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.ShapeGen.Relief;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Inference.TexGen.Relief;
using Hunyuan3D.Tests.Inference.Export;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Quality;

/// <summary>
/// What <c>docs/quality.md</c> promises, at three quarters of the default resolution and half the texture size to save time. The thresholds of distance and volume leave a tenth for
/// changes that are no loss.
/// </summary>
public sealed class SampleQualityTests
{
    private const double LeastIoU = 0.985;
    private const double LeastPsnr = 28;

    [Theory]
    [InlineData("chair", 0.13, 0.24)]
    [InlineData("duck", 0.067, 0.65)]
    [InlineData("fish", 0.125, 0.40)]
    [InlineData("mug", 0.083, 0.59)]
    [InlineData("robot", 0.036, 0.62)]
    [InlineData("vase", 0.044, 0.71)]
    [InlineData("fish", 0.027, 0.74, true)]
    [InlineData("robot", 0.024, 0.71, true)]
    public async Task Relief_ShippedSample_KeepsItsQuality(string name, double mostChamfer, double leastVolumeIoU, bool fromSeveralSides = false)
    {
        var pictures = fromSeveralSides
            ? new ViewPictures(Load(name + ".png"), Left: Load(Path.Combine(name, "left.png")), Back: Load(Path.Combine(name, "back.png")))
            : new ViewPictures(Load(name + ".png"));

        var (shape, model) = await GenerateAsync(pictures, new ShapeRequest(pictures) { OctreeResolution = 192, MaxFaces = 20_000 }, textureSize: 1024);

        var report = MeshInvariants.Check(shape.Mesh);
        Assert.True(report.IsSound, report.ToString());
        Assert.InRange(report.Faces, 100, 20_000);

        var frame = SubjectFraming.Of(shape.Cutouts)[ViewSide.Front];
        var match = PictureMatch.Measure(model, ViewSide.Front, pictures.Front, new OrthographicFrame(pictures.Front.Width, pictures.Front.Height, frame.Center, frame.UnitsPerPixel));
        Assert.True(match.IoU >= LeastIoU, $"IoU {match.IoU}");
        Assert.True(match.Psnr >= LeastPsnr, $"PSNR {match.Psnr}");

        var expected = GlbReader.Read(await File.ReadAllBytesAsync(PathOf(name + ".glb"))).Mesh;
        var chamfer = MeshMetrics.Distance(shape.Mesh, expected, samples: 20_000).Mean;
        Assert.True(chamfer <= mostChamfer, $"Chamfer {chamfer}");
        var volumeIoU = MeshMetrics.VolumeIoU(shape.Mesh, expected, raysPerAxis: 128);
        Assert.True(volumeIoU >= leastVolumeIoU, $"volume IoU {volumeIoU}");
    }

    [GltfValidatorFact]
    public async Task Relief_DefaultJob_PassesTheKhronosValidatorWithoutAnyIssue()
    {
        var pictures = new ViewPictures(Load("robot.png"));

        var (shape, model) = await GenerateAsync(pictures, new ShapeRequest(pictures), textureSize: 2048);

        Assert.InRange(shape.Mesh.FaceCount, 39_000, 40_000);
        var issues = GltfValidator.Validate(GlbWriter.Write(model), GlbWriter.Write(shape.Mesh));
        Assert.All(issues, Assert.Empty);
        Assert.True(MeshInvariants.Check(GlbReader.Read(GlbWriter.Write(model)).Mesh).IsSound); // closed again once its charts are welded
    }

    [Theory]
    [InlineData("chair")]
    [InlineData("duck")]
    [InlineData("fish")]
    [InlineData("mug")]
    [InlineData("robot")]
    [InlineData("vase")]
    public void TrueMesh_ShippedSample_IsSoundAndFillsTheFrameOfItsPicture(string name)
    {
        var mesh = GlbReader.Read(File.ReadAllBytes(PathOf(name + ".glb"))).Mesh;
        var picture = Load(name + ".png");
        var frame = SubjectFraming.Of(new ViewPictures(picture))[ViewSide.Front];

        Assert.True(MeshInvariants.Check(mesh).IsSound);
        var mask = OrthographicView.Render(mesh, ViewSide.Front, new OrthographicFrame(picture.Width, picture.Height, frame.Center, frame.UnitsPerPixel));
        var (both, either) = (0, 0);
        for (var i = 3; i < mask.Pixels.Length; i += 4)
        {
            if (mask.Pixels[i] >= 128 && picture.Pixels[i] >= 128) both++;
            if (mask.Pixels[i] >= 128 || picture.Pixels[i] >= 128) either++;
        }

        Assert.True(both >= LeastIoU * either, $"{both} of {either} pixels");
    }

    private static async Task<(ShapeResult Shape, TexturedMesh Model)> GenerateAsync(ViewPictures pictures, ShapeRequest request, int textureSize)
    {
        var shape = await new ReliefShapeEngine(new HierarchicalVolumeDecoder(), TimeProvider.System).GenerateAsync(request with { Pictures = pictures }, StageContext.None, CancellationToken.None);
        var texture = await new ReliefTextureEngine(TimeProvider.System)
            .GenerateAsync(new TextureRequest(shape.Mesh, shape.Cutouts) { TextureSize = textureSize }, StageContext.None, CancellationToken.None);
        return (shape, texture.Mesh);
    }

    private static Picture Load(string file) => ImageCodec.Decode(File.ReadAllBytes(PathOf(file)), ImageLimits.Default);

    private static string PathOf(string file) => RepositoryRoot.Combine("Tests", "Samples", file);
}
