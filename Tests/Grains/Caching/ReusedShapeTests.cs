using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Tests.Grains.Cluster;
using Hunyuan3D.Tests.Grains.Generation;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Caching;

/// <summary>Jobs whose shape another job makes or made.</summary>
[Collection(SharedSilos.Name)]
public sealed class ReusedShapeTests(SharedSilos shared)
{
    private static long _seed = 1_000_000;

    private readonly TestSilos _silos = shared.Silos;
    private readonly StageScript _script = shared.Script;

    [Fact]
    public async Task Submit_OtherTexture_RunsTheTextureStageAlone()
    {
        var request = await NewRequestAsync();
        var first = await RunAsync(request);
        var second = await SubmitAsync(Textured(request, 512));
        Assert.Equal(first.Id, second.ReusedShape!.JobId);
        var run = await _script.NextAsync();
        Assert.Equal((second.Id, GenerationStage.Texture), (run.JobId, run.Work.Lease.Stage));
        Assert.Equal(ShapeOf(first).Mesh, run.Work.Shape!.Mesh);
        run.Context.Progress.Report(new("baking", 1, 2, 0.5));
        // Half of the only stage is half of the job.
        Assert.Equal(0.5, (await _silos.WaitAsync(second.Id, status => status.Progress is not null)).Progress!.Fraction);
        await run.CompleteStoredAsync(_silos.Store);

        var result = (await _silos.WaitAsync(second.Id, GenerationStatusCode.Completed)).Result!;
        Assert.Equal((false, true, false), (result.FromCache, result.ShapeReused, first.Result!.ShapeReused));
        Assert.Equal((first.Result.Vertices, first.Result.MaskSource), (result.Vertices, result.MaskSource));
        var third = await SubmitAsync(Textured(request, 512));
        Assert.Equal((GenerationStatusCode.Completed, true, result.Model), (third.Status, third.Result!.FromCache, third.Result.Model));
    }

    [Fact]
    public async Task Submit_OtherTextureOfAnotherUser_IsNotToldWhoseMeshItIs()
    {
        var request = await NewRequestAsync();
        await RunAsync(request);
        var second = await SubmitAsync(Textured(request, 512) with { User = "ann" });
        Assert.NotNull(second.ReusedShape);
        Assert.Null(second.ReusedShape.JobId);
        await (await _script.NextAsync()).CompleteStoredAsync(_silos.Store);
        await _silos.WaitAsync(second.Id, GenerationStatusCode.Completed);
    }

    [Fact]
    public async Task Submit_OtherTextureWhileTheShapeRuns_WaitsForItAndGoesOnBesideIt()
    {
        var request = await NewRequestAsync();
        var first = await SubmitAsync(request);
        var shape = await _script.NextAsync();
        var (second, untextured) = (await SubmitAsync(Textured(request, 512)), await SubmitAsync(request with { Options = request.Options with { Texture = false } }));
        Assert.Equal((WaitReason.EqualShape, (int?)null), (second.WaitingFor, second.QueuePosition));
        await shape.CompleteStoredAsync(_silos.Store);
        var textures = new[] { await _script.NextAsync(), await _script.NextAsync() };
        Assert.Equal(new HashSet<string> { first.Id, second.Id }, textures.Select(run => run.JobId).ToHashSet());
        Assert.All(textures, run => Assert.Equal(GenerationStage.Texture, run.Work.Lease.Stage));
        // Needs no device at all.
        Assert.True((await _silos.WaitAsync(untextured.Id, GenerationStatusCode.Completed)).Result!.FromCache);
        foreach (var run in textures) await run.CompleteStoredAsync(_silos.Store);
        foreach (var job in new[] { first, second }) await _silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
        Assert.Equal(3, _script.Runs.Count(run => run.JobId == first.Id || run.JobId == second.Id));
    }

    [Fact]
    public async Task Cancel_JobWhoseShapeOthersWaitFor_OneOfThemMakesItForAll()
    {
        var request = await NewRequestAsync();
        var first = await SubmitAsync(request);
        var cancelled = await _script.NextAsync();
        var others = new[] { await SubmitAsync(Textured(request, 512)), await SubmitAsync(Textured(request, 1024)) };
        await _silos.Job(first.Id).Cancel();
        await cancelled.Cancelled.WaitAsync(TestSilos.Patience);
        var shape = await _script.NextAsync();
        Assert.Equal((others[0].Id, GenerationStage.Shape), (shape.JobId, shape.Work.Lease.Stage));
        await shape.CompleteStoredAsync(_silos.Store);
        for (var i = 0; i < 2; i++)
        {
            var texture = await _script.NextAsync();
            Assert.Equal(GenerationStage.Texture, texture.Work.Lease.Stage);
            await texture.CompleteStoredAsync(_silos.Store);
        }

        foreach (var job in others) await _silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
    }

    [Fact]
    public async Task Cancel_InTheTextureStageWithAnEqualJobWaiting_ThatOneTexturesTheSameMesh()
    {
        var request = await NewRequestAsync();
        var first = await SubmitAsync(request);
        await (await _script.NextAsync()).CompleteStoredAsync(_silos.Store);
        var texture = await _script.NextAsync();
        var second = await SubmitAsync(request);
        Assert.Equal(WaitReason.EqualJob, second.WaitingFor);
        await _silos.Job(first.Id).Cancel();
        await texture.Cancelled.WaitAsync(TestSilos.Patience);
        var again = await _script.NextAsync();
        Assert.Equal((second.Id, GenerationStage.Texture), (again.JobId, again.Work.Lease.Stage));
        await again.CompleteStoredAsync(_silos.Store);
        Assert.True((await _silos.WaitAsync(second.Id, GenerationStatusCode.Completed)).Result!.ShapeReused);
    }

    [Fact]
    public async Task TextureStage_TheReusedMeshIsGone_MakesItsOwn()
    {
        var request = await NewRequestAsync();
        var first = await RunAsync(request);
        var second = await SubmitAsync(Textured(request, 512));
        var texture = await _script.NextAsync();
        var mesh = texture.Work.Shape!.Mesh!;
        texture.Fail(new ArtifactMissingException("The mesh of the shape stage", mesh));
        var shape = await _script.NextAsync();
        Assert.Equal((second.Id, GenerationStage.Shape), (shape.JobId, shape.Work.Lease.Stage));
        await shape.CompleteStoredAsync(_silos.Store);
        await (await _script.NextAsync()).CompleteStoredAsync(_silos.Store);
        var result = (await _silos.WaitAsync(second.Id, GenerationStatusCode.Completed)).Result!;
        Assert.Equal((false, first.Result!.Vertices), (result.ShapeReused, result.Vertices));
    }

    [Fact]
    public async Task Submit_TheKeptMeshIsSwept_RunsBothStages()
    {
        var request = await NewRequestAsync();
        var first = await RunAsync(request);
        _silos.Store.Delete(ShapeOf(first).Cutouts!.Front);
        // The picture is stored with the submission, as by any client.
        request = request with { Pictures = new GenerationPictures(await _silos.StorePictureAsync((int)request.Options.Seed)) };
        _silos.Store.Delete(ShapeOf(first).Mesh!);
        var second = await SubmitAsync(Textured(request, 512));
        Assert.Null(second.ReusedShape);
        await (await _script.NextAsync()).CompleteStoredAsync(_silos.Store);
        await (await _script.NextAsync()).CompleteStoredAsync(_silos.Store);
        await _silos.WaitAsync(second.Id, GenerationStatusCode.Completed);
    }

    [Fact]
    public async Task Submit_CacheNotWanted_MakesItsOwnShapeAndGivesNone()
    {
        var request = await NewRequestAsync();
        var first = await RunAsync(request with { UseCache = false });
        var second = await RunAsync(Textured(request, 512));
        var third = await RunAsync(Textured(request, 1024) with { UseCache = false });
        Assert.All([first, second, third], job => Assert.False(job.Result!.ShapeReused));
    }

    private ShapeProduct ShapeOf(GenerationStatus job) => _script.Runs.First(run => run.JobId == job.Id && run.Work.Shape is not null).Work.Shape!;

    private static GenerationRequest Textured(GenerationRequest request, int size) => request with { Options = request.Options with { Texture = true, TextureSize = size } };

    private Task<GenerationStatus> SubmitAsync(GenerationRequest request) => _silos.SubmitAsync(request, GenerationGrainTests.NewId());

    /// <summary>Runs both stages of a textured job.</summary>
    private async Task<GenerationStatus> RunAsync(GenerationRequest request)
    {
        var job = await SubmitAsync(request);
        foreach (var stage in new[] { GenerationStage.Shape, GenerationStage.Texture })
        {
            var run = await _script.NextAsync();
            Assert.Equal((job.Id, stage), (run.JobId, run.Work.Lease.Stage));
            await run.CompleteStoredAsync(_silos.Store);
        }

        return await _silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
    }

    private async Task<GenerationRequest> NewRequestAsync()
    {
        await _silos.OffersAsync();
        var seed = Interlocked.Increment(ref _seed);
        return new GenerationRequest(new GenerationPictures(await _silos.StorePictureAsync((int)seed)), new GenerationOptions { Engine = "simulated", Seed = seed });
    }
}
