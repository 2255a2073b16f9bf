using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Hosting;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.ShapeGen.Relief;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Inference.TexGen.Relief;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Relief;

public sealed class ReliefEngineTests
{
    private static readonly ReliefShapeEngine Shapes = new(new HierarchicalVolumeDecoder(), TimeProvider.System);
    private static readonly ReliefTextureEngine Textures = new(TimeProvider.System);

    [Fact]
    public async Task GenerateAsync_PictureWithAlpha_MakesASoundMeshOfAtMostTheAskedFaces()
    {
        var result = await Shapes.GenerateAsync(Request(Ring()) with { OctreeResolution = 96, MaxFaces = 3000 }, StageContext.None, CancellationToken.None);

        var report = MeshInvariants.Check(result.Mesh);
        Assert.True(report.IsSound);
        Assert.Equal(1, report.Genus);
        Assert.InRange(report.Faces, 2500, 3000);
        Assert.Equal(MaskSource.Alpha, result.MaskSource);
        Assert.Equal(["background-removal", "inflation", "volume-decoding", "marching-cubes", "clean-up", "face-reduction"], result.Seconds.Select(step => step.Key));
    }

    [Fact]
    public async Task GenerateAsync_OpaquePicture_CutsTheSubjectOut()
    {
        var ring = Ring();
        for (var i = 0; i < ring.Pixels.Length; i += 4)
        {
            if (ring.Pixels[i + 3] < 128) (ring.Pixels[i], ring.Pixels[i + 1], ring.Pixels[i + 2]) = (240, 240, 240);
            ring.Pixels[i + 3] = 255;
        }

        var result = await Shapes.GenerateAsync(Request(ring) with { OctreeResolution = 64 }, StageContext.None, CancellationToken.None);

        Assert.Equal(MaskSource.GraphCut, result.MaskSource);
        Assert.Equal(1, MeshInvariants.Check(result.Mesh).Genus);
        Assert.True(result.Cutouts.Front[100, 100][3] < 20); // the hole
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task GenerateAsync_AnyMask_MakesASoundMesh(int seed)
    {
        // Blobs of all sizes, ragged at the edges, down to single pixels.
        var random = new Random(seed);
        var noise = Enumerable.Range(0, 128 * 128).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var (fine, coarse) = (GridBlur.Gaussian(noise, 128, 1), GridBlur.Gaussian(noise, 128, 6));
        var picture = Drawing.Of(128, 128, (_, _) => true);
        for (var i = 0; i < noise.Length; i++) picture.Pixels[i * 4 + 3] = (byte)Math.Clamp(128 + 300 * fine[i] + 6000 * coarse[i], 0, 255);

        foreach (var octreeResolution in (int[])[40, 96])
        {
            var result = await Shapes.GenerateAsync(Request(picture) with { OctreeResolution = octreeResolution, MaxFaces = 2000 }, StageContext.None, CancellationToken.None);

            var report = MeshInvariants.Check(result.Mesh);
            Assert.True(report.IsSound, $"octree {octreeResolution}: {report}");
            Assert.True(report.Faces <= 2000);
        }
    }

    [Fact]
    public async Task GenerateAsync_Progress_NeverFallsAndEndsAtOne()
    {
        var progress = new Recorder();
        var context = new StageContext(progress, NoCheckpoints.Instance);

        var shape = await Shapes.GenerateAsync(Request(Ring()) with { OctreeResolution = 64 }, context, CancellationToken.None);
        var ofShape = progress.Take();
        await Textures.GenerateAsync(new TextureRequest(shape.Mesh, shape.Cutouts) { TextureSize = 256 }, context, CancellationToken.None);
        var ofTexture = progress.Take();

        foreach (var reports in (IReadOnlyList<StageProgress>[])[ofShape, ofTexture])
        {
            Assert.Equal(reports.Select(report => report.Fraction).Order(), reports.Select(report => report.Fraction));
            Assert.Equal(1, reports[^1].Fraction, 1e-9);
            Assert.All(reports, report => Assert.InRange(report.Done, 0, report.Of));
        }

        Assert.Contains(ofShape, report => report.Step == "face reduction");
        Assert.Contains(ofTexture, report => report.Step == "uv unwrap");
    }

    [Fact]
    public async Task GenerateAsync_Cancelled_Stops()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new Recorder { OnReport = report => { if (report.Step == "volume decoding") cancellation.Cancel(); } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Shapes.GenerateAsync(Request(Ring()), new StageContext(progress, NoCheckpoints.Instance), cancellation.Token));
        Assert.DoesNotContain(progress.Take(), report => report.Step == "face reduction");
    }

    [Theory]
    [InlineData(8, 40_000, "octreeResolution")]
    [InlineData(5000, 40_000, "octreeResolution")]
    [InlineData(64, 0, "faces")]
    public async Task GenerateAsync_OptionOutOfRange_NamesIt(int octreeResolution, int faces, string field)
    {
        var error = await Assert.ThrowsAsync<StageInputException>(
            () => Shapes.GenerateAsync(Request(Ring()) with { OctreeResolution = octreeResolution, MaxFaces = faces }, StageContext.None, CancellationToken.None));

        Assert.Equal(field, error.Field);
    }

    [Fact]
    public async Task GenerateAsync_TransparentSide_NamesThePicture()
    {
        var error = await Assert.ThrowsAsync<StageInputException>(
            () => Shapes.GenerateAsync(new ShapeRequest(new ViewPictures(Ring(), Left: new Picture(64, 64))), StageContext.None, CancellationToken.None));

        Assert.Equal("left", error.Field);
    }

    [Fact]
    public async Task GenerateAsync_Texture_HasNoBackgroundAndNoUnfilledTexel()
    {
        // What is transparent is green, as careless editors leave it; the subject has no green.
        var picture = Ring();
        for (var i = 0; i < picture.Pixels.Length; i += 4)
            (picture.Pixels[i], picture.Pixels[i + 1], picture.Pixels[i + 2]) = picture.Pixels[i + 3] == 255 ? ((byte)200, (byte)0, (byte)40) : ((byte)0, (byte)255, (byte)0);
        var shape = await Shapes.GenerateAsync(Request(picture) with { OctreeResolution = 96, MaxFaces = 4000 }, StageContext.None, CancellationToken.None);

        var texture = (await Textures.GenerateAsync(new TextureRequest(shape.Mesh, shape.Cutouts) { TextureSize = 512 }, StageContext.None, CancellationToken.None)).Mesh;

        Assert.Equal(512, texture.BaseColor.Width);
        for (var i = 0; i < texture.BaseColor.Pixels.Length; i += 4)
            Assert.Equal([200, 0, 40, 255], texture.BaseColor.Pixels.AsSpan(i, 4).ToArray());
    }

    [Fact]
    public async Task GenerateAsync_Twice_GivesTheSameModel()
    {
        var request = Request(Ring()) with { OctreeResolution = 96, MaxFaces = 3000 };
        var (first, second) = (await Make(request), await Make(request));

        Assert.Equal(first.Geometry.Mesh.Positions, second.Geometry.Mesh.Positions);
        Assert.Equal(first.Geometry.Mesh.Indices, second.Geometry.Mesh.Indices);
        Assert.Equal(first.BaseColor.Pixels, second.BaseColor.Pixels);

        static async Task<TexturedMesh> Make(ShapeRequest request)
        {
            var shape = await Shapes.GenerateAsync(request, StageContext.None, CancellationToken.None);
            return (await Textures.GenerateAsync(new TextureRequest(shape.Mesh, shape.Cutouts) { TextureSize = 256 }, StageContext.None, CancellationToken.None)).Mesh;
        }
    }

    [Fact]
    public void AddHunyuan3DInference_Catalog_FindsRelief()
    {
        using var provider = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddHunyuan3DInference().BuildServiceProvider();
        var catalog = provider.GetRequiredService<EngineCatalog>();

        Assert.IsType<ReliefShapeEngine>(catalog.FindShape("relief"));
        Assert.IsType<ReliefTextureEngine>(catalog.FindTexture("relief"));
    }

    private static ShapeRequest Request(Picture picture) => new(new ViewPictures(picture));

    private static Picture Ring() => Drawing.Of(200, 200, (x, y) => Math.Pow(x - 100, 2) + Math.Pow(y - 100, 2) is > 40 * 40 and < 90 * 90, (x, _) => ((byte)(x / 2 + 40), (byte)90, (byte)60));

    private sealed class Recorder : IProgress<StageProgress>
    {
        private readonly Lock _gate = new();
        private List<StageProgress> _reports = [];

        public Action<StageProgress>? OnReport { get; init; }

        public void Report(StageProgress value)
        {
            lock (_gate) _reports.Add(value);
            OnReport?.Invoke(value);
        }

        public List<StageProgress> Take()
        {
            lock (_gate)
            {
                var taken = _reports;
                _reports = [];
                return taken;
            }
        }
    }
}
