using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Imaging.Matting;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.ShapeGen.Refinement;
using Hunyuan3D.Tests.Golden;
using Hunyuan3D.Tests.Inference.Networks;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ShapeGen;

public sealed class Hunyuan3DShapeEngineTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<SessionPool> _pools = [];

    public static TheoryData<string> Cases => [.. ShapeCase.Names];

    public void Dispose()
    {
        _pools.ForEach(pool => pool.Dispose());
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Generate_RecordedNoise_EndsInTheRecordedMesh(string name)
    {
        var golden = GoldenShape.OfSet(name);
        var stored = golden.Import(_folder.Path);
        // From two levels on, the hierarchical decoder may miss what is thinner than a coarse cell, and the recorded run evaluated every point.
        var everyPoint = !golden.UsesFlashVdm && golden.OctreeResolution >= 2 * OctreeLevels.DefaultMinResolution;

        var result = await Engine(golden.Noise, decoder: everyPoint ? VolumeDecoderKind.Vanilla : null).GenerateAsync(golden.Request, StageContext.None, CancellationToken.None);

        golden.AssertSame(result.Mesh);
        Assert.Equal(new ModelUse(name, stored.Manifest.Revision), result.Model);
        Assert.StartsWith(golden.UsesFlashVdm ? "flashvdm" : everyPoint ? "vanilla" : "hierarchical", result.Decoder, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v2-0-turbo", "flashvdm-mean")]
    [InlineData("v2-mini-turbo", "flashvdm-merge")]
    [InlineData("v2-0-fast", "hierarchical")]
    public async Task Generate_NoOptions_TakesTheDefaultsOfTheVariant(string name, string decoder)
    {
        var golden = new GoldenShape(name);
        golden.Import(_folder.Path);
        var progress = new RecordedProgress();

        var result = await Engine().GenerateAsync(golden.Request with { Steps = null, GuidanceScale = null }, new StageContext(progress, NoCheckpoints.Instance), CancellationToken.None);

        // The fast case brings no VAE for FlashVDM.
        Assert.Equal(decoder, result.Decoder);
        Assert.Equal(name == "v2-0-fast" ? 30 : 5, DiffusionSteps(progress).Max());
    }

    [Fact]
    public async Task Generate_LowMemory_EndsInTheRecordedMesh()
    {
        var golden = new GoldenShape("v2-0");
        golden.Import(_folder.Path);

        var result = await Engine(golden.Noise, new SessionPoolOptions { LowMemory = true, MemoryBudgetBytes = 1 }).GenerateAsync(golden.Request, StageContext.None, CancellationToken.None);

        golden.AssertSame(result.Mesh);
        Assert.Single(_pools[0].Warm);
    }

    [Fact]
    public async Task Generate_ProgressOfDiffusion_IsCountedInItsSteps()
    {
        var golden = new GoldenShape("v2-mini");
        golden.Import(_folder.Path);
        var progress = new RecordedProgress();

        await Engine().GenerateAsync(golden.Request, new StageContext(progress, NoCheckpoints.Instance), CancellationToken.None);

        var reports = progress.Reports;
        Assert.Equal(Enumerable.Range(0, golden.Steps + 1).Select(done => (done, golden.Steps)), reports.Where(report => report.Step == "diffusion").Select(report => (report.Done, report.Of)));
        Assert.Equal(reports.Select(report => report.Fraction).Order(), reports.Select(report => report.Fraction));
        Assert.Equal(1, reports[^1].Fraction, 6);
    }

    [Fact]
    public async Task Generate_Cancelled_EndsWithinOneStepAndGoesOnToTheSameBytes()
    {
        var golden = new GoldenShape("v2-mini");
        golden.Import(_folder.Path);
        var request = golden.Request with { Steps = 30, Seed = 5 };
        var whole = await Engine().GenerateAsync(request, StageContext.None, CancellationToken.None);
        var checkpoints = new KeptCheckpoints();

        var first = await CancelAsync(request, checkpoints, atStep: 11);

        Assert.Equal(11, DiffusionSteps(first).Max());
        checkpoints.Latest = checkpoints.States[^1];
        var second = new RecordedProgress();
        var continued = await Engine().GenerateAsync(request, new StageContext(second, checkpoints), CancellationToken.None);
        Assert.Equal([0, .. Enumerable.Range(11, 20)], DiffusionSteps(second));
        Assert.Equal(whole.Mesh.Positions, continued.Mesh.Positions);
        Assert.Equal(whole.Mesh.Indices, continued.Mesh.Indices);
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("steps")]
    [InlineData("guidance")]
    [InlineData("picture")]
    [InlineData("precision")]
    [InlineData("low memory")]
    public async Task Generate_StateOfAnotherRun_IsPassedOver(string other)
    {
        var golden = new GoldenShape("v2-mini");
        golden.Import(_folder.Path);
        golden.Import(_folder.Path, GraphPrecision.Int8);
        var request = golden.Request with { Steps = 30 };
        var checkpoints = new KeptCheckpoints();
        await CancelAsync(request, checkpoints, atStep: 11);
        checkpoints.Latest = checkpoints.States[^1];
        request = other switch
        {
            "seed" => request with { Seed = 1 },
            "steps" => request with { Steps = 31 },
            "guidance" => request with { GuidanceScale = 7.25f },
            "picture" => request with { Pictures = new GoldenShape("v2-0").Request.Pictures },
            _ => request,
        };
        var progress = new RecordedProgress();

        var engine = Engine(sessions: new SessionPoolOptions { LowMemory = other == "low memory" }, precision: other == "precision" ? GraphPrecision.Int8 : null);
        await engine.GenerateAsync(request, new StageContext(progress, checkpoints), CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, request.Steps!.Value + 1), DiffusionSteps(progress));
    }

    [Fact]
    public async Task Generate_StateAfterTheLastStep_DoesNotEncodeThePictureAgain()
    {
        var golden = new GoldenShape("v2-mini");
        golden.Import(_folder.Path);
        var checkpoints = new KeptCheckpoints();
        var whole = await Engine().GenerateAsync(golden.Request, new StageContext(new RecordedProgress(), checkpoints), CancellationToken.None);
        checkpoints.Latest = checkpoints.States[^1];
        var progress = new RecordedProgress();

        var continued = await Engine().GenerateAsync(golden.Request, new StageContext(progress, checkpoints), CancellationToken.None);

        Assert.DoesNotContain(progress.Reports, report => report.Step == "image encoding");
        Assert.Equal(whole.Mesh.Positions, continued.Mesh.Positions);
    }

    [Fact]
    public async Task Generate_NoModelAsked_RunsTheFirstOfThePreferenceThatIsInstalled()
    {
        var golden = new GoldenShape("v2-mini");
        golden.Import(_folder.Path);
        new GoldenShape("v2-mini-turbo").Import(_folder.Path);

        var result = await Engine().GenerateAsync(golden.Request with { Model = null, Steps = null }, StageContext.None, CancellationToken.None);

        Assert.Equal("v2-mini-turbo", result.Model?.Name);
    }

    [Fact]
    public async Task Generate_TwoPrecisions_RunsTheWantedOne()
    {
        var golden = new GoldenShape("v2-mini");
        var int8 = golden.Import(_folder.Path, GraphPrecision.Int8);
        var fp32 = golden.Import(_folder.Path);

        Assert.Equal(fp32.Manifest.Revision, (await Engine().GenerateAsync(golden.Request, StageContext.None, CancellationToken.None)).Model?.Revision);
        Assert.Equal(int8.Manifest.Revision, (await Engine(precision: GraphPrecision.Int8).GenerateAsync(golden.Request, StageContext.None, CancellationToken.None)).Model?.Revision);
    }

    [Fact]
    public async Task Generate_SidePictureForAModelOfOnePicture_NamesTheField()
    {
        var golden = new GoldenShape("v2-mini");
        golden.Import(_folder.Path);
        var sides = new GoldenShape("v2-mv").Request.Pictures;

        var error = await Assert.ThrowsAsync<StageInputException>(() => Engine().GenerateAsync(golden.Request with { Pictures = sides }, StageContext.None, CancellationToken.None));

        Assert.Equal("left", error.Field);
        Assert.Contains("front picture alone", error.Message, StringComparison.Ordinal);
        Assert.Contains("v2-mv-turbo", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_SidesOfAMultiViewModel_ChangeTheShape()
    {
        var golden = new GoldenShape("v2-mv");
        golden.Import(_folder.Path);
        var front = golden.Request.Pictures with { Left = null, Back = null };

        var alone = await Engine(golden.Noise).GenerateAsync(golden.Request with { Pictures = front }, StageContext.None, CancellationToken.None);
        var all = await Engine(golden.Noise).GenerateAsync(golden.Request, StageContext.None, CancellationToken.None);

        Assert.NotEqual(alone.Mesh.Positions, all.Mesh.Positions);
    }

    [Theory]
    [InlineData("steps", 101)]
    [InlineData("octreeResolution", 2000)]
    [InlineData("faces", 10)]
    public async Task Generate_ValueTheModelCannotTake_NamesTheField(string field, int value)
    {
        var golden = new GoldenShape("v2-0-turbo");
        golden.Import(_folder.Path);
        var request = field switch
        {
            "steps" => golden.Request with { Steps = value },
            "octreeResolution" => golden.Request with { OctreeResolution = value },
            _ => golden.Request with { MaxFaces = value },
        };

        var error = await Assert.ThrowsAsync<StageInputException>(() => Engine().GenerateAsync(request, StageContext.None, CancellationToken.None));

        Assert.Equal(field, error.Field);
        Assert.Contains($"not {value}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_NothingInstalled_SaysHowToInstall()
    {
        Assert.Empty(((IModelEngine)Engine()).Models);

        var error = await Assert.ThrowsAsync<StageInputException>(() => Engine().GenerateAsync(new GoldenShape("v2-mini").Request, StageContext.None, CancellationToken.None));

        Assert.Equal("model", error.Field);
        Assert.Contains("hunyuan3d models pull v2-mini", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_ModelReplacedWhileItRuns_IsTriedAgain()
    {
        var golden = new GoldenShape("v2-mini");
        var stored = golden.Import(_folder.Path);
        var progress = new RecordedProgress { OnReport = report => Replace(report) };

        var error = await Assert.ThrowsAsync<IOException>(() => Engine().GenerateAsync(golden.Request, new StageContext(progress, NoCheckpoints.Instance), CancellationToken.None));

        Assert.Contains("imported anew while it ran", error.Message, StringComparison.Ordinal);

        void Replace(StageProgress report)
        {
            if (report is not { Step: "latent decoding", Done: 0 })
                return;
            File.Delete(Path.Combine(stored.Folder, ModelManifest.FileName));
            ModelManifestFile.Write(stored.Folder, stored.Manifest with { Revision = new string('f', 64) });
        }
    }

    [Fact]
    public async Task Generate_LatentsOfAnotherSize_SaysBothSizes()
    {
        new GoldenShape("v2-mini").Import(_folder.Path);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() =>
            Engine(new GoldenShape("v2-0").Noise).GenerateAsync(new GoldenShape("v2-mini").Request, StageContext.None, CancellationToken.None));

        Assert.Contains("192 values", error.Message, StringComparison.Ordinal);
        Assert.Contains("[13, 6]", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<int> DiffusionSteps(RecordedProgress progress) => progress.Reports.Where(report => report.Step == "diffusion").Select(report => report.Done);

    private async Task<RecordedProgress> CancelAsync(ShapeRequest request, KeptCheckpoints checkpoints, int atStep)
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new RecordedProgress { OnReport = report => Cancel(report) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Engine().GenerateAsync(request, new StageContext(progress, checkpoints), cancellation.Token));
        return progress;

        void Cancel(StageProgress report)
        {
            if (report is { Step: "diffusion" } && report.Done == atStep)
                cancellation.Cancel();
        }
    }

    private Hunyuan3DShapeEngine Engine(string? noise = null, SessionPoolOptions? sessions = null, GraphPrecision? precision = null, VolumeDecoderKind? decoder = null)
    {
        var pool = new SessionPool(sessions ?? new SessionPoolOptions(), TimeProvider.System);
        _pools.Add(pool);
        var models = new InstalledModels(new ModelStore(_folder.Path), new ModelStoreOptions { Precision = precision }, pool, TimeProvider.System);
        return new Hunyuan3DShapeEngine(models, pool, BackgroundRemover.Classical, new ShapeEngineOptions { InitialLatents = noise, Decoder = decoder }, TimeProvider.System, NullLogger<Hunyuan3DShapeEngine>.Instance);
    }
}
