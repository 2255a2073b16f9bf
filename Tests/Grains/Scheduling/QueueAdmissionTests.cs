using Hunyuan3D.Client;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Scheduling;
using Hunyuan3D.Tests.Grains.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

/// <summary>The queue's bounds and places in a cluster of one device slot.</summary>
public sealed class QueueAdmissionTests
{
    private const int PerUser = 3;
    private const int Total = 5;

    [Fact]
    public async Task Submit_ManyAtOnce_ExactlyTheBoundIsAccepted()
    {
        await using var silos = await StartAsync();
        var running = await BlockAsync(silos);
        var request = await RequestAsync(silos, "ann");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => silos.Job($"ann-{i}").Submit(request)));

        Assert.Equal(PerUser, answers.Count(answer => answer.Status is not null));
        var refused = answers.Where(answer => answer.Status is null).ToArray();
        Assert.All(refused, answer => Assert.Equal((GenerationFailureCode.QueueFull, PerUser, PerUser, Total), (answer.Refusal!.Code, answer.Load!.UserWaiting, answer.Load.UserLimit, answer.Load.Limit)));

        request = request with { User = "bob" };
        answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => silos.Job($"bob-{i}").Submit(request)));
        Assert.Equal(Total - PerUser, answers.Count(answer => answer.Status is not null));
        Assert.Contains(answers, answer => answer.Load is { UserWaiting: Total - PerUser, Waiting: Total });
        // A refused job does not exist; a job that exists is returned, however full the queue is.
        Assert.Null(await silos.Job(Enumerable.Range(0, 20).Select(i => $"bob-{i}").Zip(answers).First(pair => pair.Second.Status is null).First).GetStatus());
        Assert.NotNull((await silos.Job(running.JobId).Submit(request)).Status);
        await EndAsync(silos, running, Total);
    }

    [Fact]
    public async Task Submit_WithABoundOfItsOwn_IsRefusedThere()
    {
        await using var silos = await StartAsync();
        var running = await BlockAsync(silos);
        var request = (await RequestAsync(silos, "ann")) with { MaxWaiting = 1 };
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => silos.Job($"ann-{i}").Submit(request)));

        Assert.Single(answers, answer => answer.Status is not null);
        Assert.All(answers.Where(answer => answer.Status is null), answer => Assert.Equal((GenerationFailureCode.QueueFull, 1, 1), (answer.Refusal!.Code, answer.Load!.UserWaiting, answer.Load.UserLimit)));
        await EndAsync(silos, running, 1);
    }

    [Fact]
    public async Task Submit_QueueJustRestarted_BoundsHold()
    {
        await using var silos = await StartAsync();
        var running = await BlockAsync(silos);
        var request = await RequestAsync(silos, "ann");
        for (var i = 0; i < PerUser; i++) await silos.SubmitAsync(request, $"ann-{i}");
        var epoch = (await silos.Queue.GetSnapshot()).Epoch;
        await silos.Queue.Cast<IGrainManagementExtension>().DeactivateOnIdle();

        // As clients do: while the new queue is not sure, they try again.
        var refusal = await Assert.ThrowsAsync<GenerationRejectedException>(
            () => silos.SiloClient.SubmitAsync(new PictureFiles(new byte[] { 1 }), new GenerationSubmission { Options = request.Options, User = "ann", UseCache = false }));
        Assert.Equal((GenerationFailureCode.QueueFull, PerUser), (refusal.Failure.Code, refusal.Load!.UserWaiting));
        Assert.NotEqual(epoch, (await silos.Queue.GetSnapshot()).Epoch);
        await EndAsync(silos, running, PerUser);
    }

    [Fact]
    public async Task Submit_RunnerOfEqualJobsIsRefused_NobodyWaitsForIt()
    {
        await using var silos = await StartAsync();
        var running = await BlockAsync(silos);
        var request = await RequestAsync(silos, "ann");
        for (var i = 0; i < PerUser; i++) await silos.SubmitAsync(request, $"ann-{i}");
        var cached = request with { UseCache = true };
        Assert.Null((await silos.Job("refused").Submit(cached)).Status);
        var bob = await silos.SubmitAsync(cached with { User = "bob" }, "bob");
        Assert.Equal(WaitReason.Device, bob.WaitingFor);
        await EndAsync(silos, running, PerUser + 1);
    }

    [Fact]
    public async Task WaitForChange_QueueMoves_PlaceAndWaitFollow()
    {
        await using var silos = await StartAsync();
        var running = await BlockAsync(silos);
        var request = await RequestAsync(silos, "ann");
        for (var i = 0; i < PerUser; i++) await silos.SubmitAsync(request, $"ann-{i}");
        var last = $"ann-{PerUser - 1}";
        var before = await silos.WaitAsync(last, status => status.QueuePosition == PerUser);
        Assert.Null(before.EstimatedWait);
        running.Complete();
        var next = await silos.Script.NextAsync();
        var after = await silos.WaitAsync(last, status => status.QueuePosition == PerUser - 1 && status.EstimatedWait is not null);
        Assert.True(after.Version > before.Version);
        await EndAsync(silos, next, PerUser - 1);
    }

    private static Task<TestSilos> StartAsync() => TestSilos.StartAsync(new TestSilosOptions
    {
        Roles = [SiloRoles.All],
        Script = new StageScript(),
        Configure = silo => silo.Services.Configure<QueueBoundsOptions>(options => (options.MaxWaitingPerUser, options.MaxWaiting) = (PerUser, Total)),
    });

    private static async Task<GenerationRequest> RequestAsync(TestSilos silos, string user)
        => await silos.RequestAsync(new GenerationOptions { Engine = "simulated", Texture = false }) with { User = user };

    /// <summary>Takes the one slot.</summary>
    private static async Task<ScriptedRun> BlockAsync(TestSilos silos)
    {
        await silos.SubmitAsync(await RequestAsync(silos, "first"), "first");
        return await silos.Script.NextAsync();
    }

    private static async Task EndAsync(TestSilos silos, ScriptedRun running, int waiting)
    {
        running.Complete();
        for (var i = 0; i < waiting; i++) (await silos.Script.NextAsync()).Complete();
    }
}
