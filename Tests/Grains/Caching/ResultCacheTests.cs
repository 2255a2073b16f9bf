using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Tests.Grains.Cluster;
using Hunyuan3D.Tests.Grains.Generation;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Caching;

[Collection(SharedSilos.Name)]
public sealed class ResultCacheTests(SharedSilos shared)
{
    private static long _seed;

    private readonly TestSilos _silos = shared.Silos;
    private readonly StageScript _script = shared.Script;

    [Fact]
    public async Task Submit_EqualRequests_RunOnceAndShareTheResult()
    {
        var request = await NewRequestAsync();
        var first = await SubmitAsync(request);
        var run = await _script.NextAsync();
        var joined = await Task.WhenAll(SubmitAsync(request), SubmitAsync(request with { User = "ann" }));
        Assert.All(joined, job => Assert.Equal((GenerationStatusCode.Queued, (int?)null), (job.Status, job.QueuePosition)));
        await CompleteAsync(run);

        var result = (await _silos.WaitAsync(first.Id, GenerationStatusCode.Completed)).Result!;
        Assert.False(result.FromCache);
        foreach (var job in joined)
        {
            var copy = (await _silos.WaitAsync(job.Id, GenerationStatusCode.Completed)).Result!;
            Assert.Equal((true, result.Model), (copy.FromCache, copy.Model));
        }

        var later = await SubmitAsync(request);
        Assert.Equal(GenerationStatusCode.Completed, later.Status);
        Assert.True(later.Result!.FromCache);
        Assert.Equal(1, Runs(first, later, joined[0], joined[1]));
    }

    [Fact]
    public async Task Submit_CacheNotWanted_RunsAgain()
    {
        var request = await NewRequestAsync();
        await RunAsync(request);
        await RunAsync(request with { UseCache = false });
    }

    [Fact]
    public async Task Submit_ResultsModelIsGone_RunsAgain()
    {
        var request = await NewRequestAsync();
        var done = await RunAsync(request);
        _silos.Store.Delete(done.Result!.Model);
        await RunAsync(request);
    }

    [Fact]
    public async Task Cancel_JobThatOthersJoined_TheNextRuns()
    {
        var request = await NewRequestAsync();
        var first = await SubmitAsync(request);
        var run = await _script.NextAsync();
        var (second, third) = (await SubmitAsync(request), await SubmitAsync(request));
        await _silos.Job(first.Id).Cancel();
        await run.Cancelled.WaitAsync(TestSilos.Patience);
        var rerun = await _script.NextAsync();
        Assert.Equal(second.Id, rerun.JobId);
        await CompleteAsync(rerun);
        await _silos.WaitAsync(second.Id, GenerationStatusCode.Completed);
        Assert.True((await _silos.WaitAsync(third.Id, GenerationStatusCode.Completed)).Result!.FromCache);
    }

    [Fact]
    public async Task Cancel_JobThatJoined_LeavesTheOneThatRuns()
    {
        var request = await NewRequestAsync();
        var first = await SubmitAsync(request);
        var run = await _script.NextAsync();
        var second = await SubmitAsync(request);
        Assert.Equal(GenerationStatusCode.Cancelled, (await _silos.Job(second.Id).Cancel())!.Status);
        await CompleteAsync(run);
        await _silos.WaitAsync(first.Id, GenerationStatusCode.Completed);
        Assert.Equal(GenerationStatusCode.Cancelled, (await _silos.Job(second.Id).GetStatus())!.Status);
    }

    [Fact]
    public async Task Submit_InteractiveJoinsBatch_TheRunIsRaised()
    {
        var blockers = new[] { await SubmitAsync(await NewRequestAsync()), await SubmitAsync(await NewRequestAsync()) };
        var runs = new[] { await _script.NextAsync(), await _script.NextAsync() };
        var shared = await NewRequestAsync();
        var standard = await SubmitAsync(await NewRequestAsync());
        var batch = await SubmitAsync(shared with { Priority = GenerationPriority.Batch });
        await _silos.WaitAsync(batch.Id, status => status.QueuePosition == 2);
        var interactive = await SubmitAsync(shared with { Priority = GenerationPriority.Interactive });
        await _silos.WaitAsync(batch.Id, status => status.QueuePosition == 1);
        await CompleteAsync(runs[0]);
        var next = await _script.NextAsync();
        Assert.Equal(batch.Id, next.JobId);
        await CompleteAsync(runs[1]);
        await CompleteAsync(next);
        await CompleteAsync(await _script.NextAsync());
        foreach (var job in blockers.Append(standard).Append(interactive)) await _silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
    }

    private Task<GenerationStatus> SubmitAsync(GenerationRequest request) => _silos.SubmitAsync(request, GenerationGrainTests.NewId());

    private async Task<GenerationStatus> RunAsync(GenerationRequest request)
    {
        var job = await SubmitAsync(request);
        var run = await _script.NextAsync();
        Assert.Equal(job.Id, run.JobId);
        await CompleteAsync(run);
        return await _silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
    }

    private Task CompleteAsync(ScriptedRun run) => run.CompleteStoredAsync(_silos.Store);

    private int Runs(params GenerationStatus[] jobs) => _script.Runs.Count(run => jobs.Any(job => job.Id == run.JobId));

    private async Task<GenerationRequest> NewRequestAsync()
    {
        await _silos.OffersAsync();
        var options = new GenerationOptions { Engine = "simulated", Texture = false, Seed = Interlocked.Increment(ref _seed) };
        return await _silos.RequestAsync(options) with { UseCache = true };
    }
}
