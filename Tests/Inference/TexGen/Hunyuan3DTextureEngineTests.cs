using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.TexGen;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen;

/// <summary>The texture engine with tiny networks, from pictures and mesh to the texture.</summary>
public sealed class Hunyuan3DTextureEngineTests(TextureModels models) : IClassFixture<TextureModels>
{
    private const int Steps = 3;

    private static readonly string[] Parts = ["light-removal", "uv-unwrap", "view-encoding", "diffusion", "view-decoding", "baking", "inpainting"];

    private static TextureRequest Request => new(PaintedCube.Mesh, new ViewPictures(PaintedCube.Picture())) { Model = TextureModels.Base, Seed = 5, Steps = Steps, TextureSize = 256 };

    [Fact]
    public async Task Generate_MeshAndPicture_IsTexturedWithProgressByViewAndStep()
    {
        var run = new RecordedRun();

        var result = await models.Engine(models.Sessions).GenerateAsync(Request, run.Context, CancellationToken.None);

        Assert.Equal((256, 256), (result.Mesh.BaseColor.Width, result.Mesh.BaseColor.Height));
        Assert.Equal(PaintedCube.Mesh.FaceCount, result.Mesh.Geometry.Mesh.FaceCount);
        Assert.True(result.Mesh.BaseColor.Pixels.Distinct().Count() > 20, "The texture is all but empty.");
        Assert.Equal(Parts, result.Seconds.Select(part => part.Key));
        Assert.True(run.Progress.Zip(run.Progress.Skip(1)).All(pair => pair.First.Fraction <= pair.Second.Fraction), "The stage's progress fell.");
        Assert.Equal(Enumerable.Range(0, Steps + 1), run.Progress.Where(report => report.Step == "diffusion").Select(report => report.Done));
        Assert.Equal(Enumerable.Range(0, 7), run.Progress.Where(report => report.Step == "view decoding").Select(report => report.Done));
        Assert.Equal(1, run.Progress[^1].Fraction, 3);
    }

    [Fact]
    public async Task Generate_ContinuedFromEverySecondState_EndsInTheSameBytes()
    {
        var request = Request with { Pictures = new ViewPictures(PaintedCube.Picture(), Left: PaintedCube.Picture(40)) };
        var whole = new RecordedRun();
        var texture = (await models.Engine(models.Sessions).GenerateAsync(request, whole.Context, CancellationToken.None)).Mesh.BaseColor.Pixels;

        // After every step of both light removals, encoding, every diffusion step and every view but the last.
        Assert.InRange(whole.Saved.Count, 2 * 3 + 1 + Steps + 6, 2 * 3 + 1 + Steps + 1 + 6);
        for (var state = 0; state < whole.Saved.Count; state += 2)
        {
            var rest = new RecordedRun(whole.Saved[state]);
            var result = await models.Engine(models.Sessions).GenerateAsync(request, rest.Context, CancellationToken.None);
            Assert.Equal(texture, result.Mesh.BaseColor.Pixels);
            Assert.True(rest.Saved.Count < whole.Saved.Count - state, $"Continued from state {state}, {rest.Saved.Count} were saved again.");
        }
    }

    [Fact]
    public async Task Generate_StateOfAnotherRequestOrDamaged_StartsAnew()
    {
        var first = new RecordedRun();
        await models.Engine(models.Sessions).GenerateAsync(Request, first.Context, CancellationToken.None);
        var damaged = (byte[])first.Saved[^1].Clone();
        damaged[damaged.Length / 2] ^= 1;

        foreach (var (request, state) in new[] { (Request with { Seed = 6 }, first.Saved[^1]), (Request with { TextureSize = 257 }, first.Saved[^1]), (Request, damaged), (Request, []) })
        {
            var run = new RecordedRun(state);
            await models.Engine(models.Sessions).GenerateAsync(request, run.Context, CancellationToken.None);
            Assert.Equal(first.Saved.Count, run.Saved.Count);
        }
    }

    [Theory]
    [InlineData("light removal"), InlineData("diffusion"), InlineData("view decoding"), InlineData("baking")]
    public async Task Generate_Cancelled_EndsWithinTheStepAndKeepsWhatIsDone(string part)
    {
        using var cancel = new CancellationTokenSource();
        var options = TextureModels.Small;
        options.CheckpointPeriod = TimeSpan.FromDays(1);
        var run = new RecordedRun { Watch = report => Stop(report.Step == part && report.Done >= 1) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => models.Engine(models.Sessions, options).GenerateAsync(Request, run.Context, cancel.Token));

        Assert.Equal((part, 1), (run.Progress[^1].Step, run.Progress[^1].Done));
        var rest = new RecordedRun(run.Saved[^1]);
        var continued = await models.Engine(models.Sessions, options).GenerateAsync(Request, rest.Context, CancellationToken.None);
        var whole = await models.Engine(models.Sessions, options).GenerateAsync(Request, StageContext.None, CancellationToken.None);
        Assert.Equal(whole.Mesh.BaseColor.Pixels, continued.Mesh.BaseColor.Pixels);
        // What was done is not reported as work again.
        Assert.DoesNotContain(rest.Progress, report => report.Step == part && part != "baking" && report.Done == 1);

        void Stop(bool now)
        {
            if (now) cancel.Cancel();
        }
    }

    [Fact]
    public async Task Generate_WithinTheSmallestBudget_HoldsOneNetworkAtATimeAndPaintsTheSame()
    {
        using var tight = new SessionPool(new SessionPoolOptions { MemoryBudgetBytes = 1 }, TimeProvider.System);
        var most = 0;
        var run = new RecordedRun { Watch = _ => most = Math.Max(most, tight.Warm.Count) };

        var sparing = await models.Engine(tight).GenerateAsync(Request, run.Context, CancellationToken.None);
        var usual = await models.Engine(models.Sessions).GenerateAsync(Request, StageContext.None, CancellationToken.None);

        Assert.Equal(1, most);
        Assert.Equal(usual.Mesh.BaseColor.Pixels, sparing.Mesh.BaseColor.Pixels);
        Assert.True(models.Sessions.Warm.Count >= 7, $"{models.Sessions.Warm.Count} networks are warm.");
    }

    [Fact]
    public async Task Generate_Turbo_TakesItsTenStepsWhateverIsAsked()
    {
        var run = new RecordedRun();
        await models.Engine(models.Sessions).GenerateAsync(Request with { Model = TextureModels.Turbo }, run.Context, CancellationToken.None);
        Assert.Equal(10, run.Progress.Last(report => report.Step == "diffusion").Of);
    }

    [Fact]
    public async Task Generate_EveryInput_ChangesTheTexture()
    {
        var engine = models.Engine(models.Sessions);
        var options = TextureModels.Small;
        options.Delight = false;
        var textures = new[]
        {
            await Paint(engine, Request),
            await Paint(engine, Request with { Seed = 6 }),
            await Paint(engine, Request with { Steps = Steps + 1 }),
            await Paint(engine, Request with { GuidanceScale = 1 }),
            await Paint(engine, Request with { Model = TextureModels.Turbo }),
            await Paint(engine, Request with { Pictures = new ViewPictures(PaintedCube.Picture(40)) }),
            await Paint(engine, Request with { Pictures = new ViewPictures(PaintedCube.Picture(), Back: PaintedCube.Picture(40)) }),
            await Paint(models.Engine(models.Sessions, options), Request),
        };

        Assert.Equal(textures.Length, textures.Distinct().Count());

        static async Task<string> Paint(Hunyuan3DTextureEngine engine, TextureRequest request) =>
            Convert.ToHexString(System.Security.Cryptography.SHA256.HashData((await engine.GenerateAsync(request, StageContext.None, CancellationToken.None)).Mesh.BaseColor.Pixels));
    }

    [Fact]
    public async Task Generate_OwnUvs_AreBakedInto()
    {
        var uvs = UvUnwrapper.Unwrap(PaintedCube.Mesh, 512, null, CancellationToken.None);
        var result = await models.Engine(models.Sessions).GenerateAsync(Request with { Uvs = uvs }, StageContext.None, CancellationToken.None);
        Assert.Same(uvs, result.Mesh.Geometry);
    }

    [Theory]
    [InlineData(TextureModels.Delight, 3, 256, "textureModel"), InlineData("paint-v9", 3, 256, "textureModel"), InlineData(TextureModels.Base, 0, 256, "textureSteps"), InlineData(TextureModels.Base, 3, 64, "textureSize")]
    public async Task Generate_UnusableRequest_IsRefusedByField(string model, int steps, int size, string field)
    {
        var request = Request with { Model = model, Steps = steps, TextureSize = size };
        var refusal = await Assert.ThrowsAsync<StageInputException>(() => models.Engine(models.Sessions).GenerateAsync(request, StageContext.None, CancellationToken.None));
        Assert.Equal(field, refusal.Field);
    }

    [Fact]
    public async Task Generate_TransparentPicture_IsRefusedByItsField()
    {
        var request = Request with { Pictures = new ViewPictures(PaintedCube.Picture(), Back: new Picture(16, 16)) };
        var refusal = await Assert.ThrowsAsync<StageInputException>(() => models.Engine(models.Sessions).GenerateAsync(request, StageContext.None, CancellationToken.None));
        Assert.Equal("back", refusal.Field);
    }

    [Fact]
    public void Models_WithAndWithoutDelight_AreAnnouncedOnlyWhereTheyCanRun()
    {
        using var folder = new TempFolder();
        foreach (var name in (string[])[TextureModels.Base, TextureModels.Turbo])
            CopyModel(name, folder.Path);
        var store = new ModelStore(folder.Path);
        var options = TextureModels.Small;
        options.Delight = false;

        Assert.Empty(models.Engine(models.Sessions, store: store).Models);
        Assert.Equal([TextureModels.Turbo, TextureModels.Base], models.Engine(models.Sessions, options, store).Models.Select(model => model.Name));
        Assert.Equal([TextureModels.Turbo, TextureModels.Base], models.Engine(models.Sessions).Models.Select(model => model.Name));

        // Cached results are told apart by what they were made with.
        var revisions = new[] { models.Engine(models.Sessions), models.Engine(models.Sessions, options, store), models.Engine(models.Sessions, new TextureEngineOptions()) }.Select(engine => engine.Models[0].Revision).ToList();
        Assert.Equal(3, revisions.Distinct().Count());
    }

    private void CopyModel(string name, string root)
    {
        var model = models.Store.List().Single(model => model.Name == name);
        foreach (var file in Directory.EnumerateFiles(model.Folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(root, Path.GetRelativePath(models.Store.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
