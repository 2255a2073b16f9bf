using System.Diagnostics;
using System.Text.Json;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Tests.Inference.Export;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

[Collection(OneProcessTestAtATime.Name)]
public sealed class RestartTests : IDisposable
{
    private const int Jobs = 10;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_TenJobsUnderWay_AllCompleteOnceAfterRestart()
    {
        var settings = SimulatedSettings.Stages(shapeSeconds: 0.4, textureSeconds: 0.2);
        string firstLog;
        string[] ids;
        await using (var first = await ServerProcess.ServeAsync(_folder.Path, settings: settings))
        {
            var jobs = new ServerJobs(first.Http);
            ids = [];
            for (var i = 0; i < Jobs; i++)
                ids = [.. ids, await jobs.SubmitAsync(seed: i)];
            await jobs.CompletedAsync(ids[1]);
            await jobs.UntilAsync(ids[2], j => ServerJobs.Status(j) != "queued");
            await first.KillAsync();
            firstLog = first.Output;
        }

        var start = Stopwatch.GetTimestamp();
        await using var second = await ServerProcess.ServeAsync(_folder.Path, settings: settings);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 15);

        var continued = new ServerJobs(second.Http);
        foreach (var id in ids)
            await continued.CompletedAsync(id);
        Assert.Equal(Jobs, (await continued.ListAsync()).Length);
        Assert.Contains(ids, id => SimulatedSettings.RunsToCompletion(firstLog, id) == 1);
        Assert.All(ids, id => Assert.Equal(1, SimulatedSettings.RunsToCompletion(firstLog + "\n" + second.Output, id)));
    }

    [Fact]
    public async Task Kill_ProcessThatHoldsRedisAndQueue_TheOthersGoOnWithItsSuccessor()
    {
        var settings = SimulatedSettings.Stages(shapeSeconds: 0.4, textureSeconds: 0.2);
        string[] roles = ["--roles", "control,gateway"];
        await using var first = await ServerProcess.ServeAsync(_folder.Path, roles, settings);
        await using var gpu = await ServerProcess.ServeAsync(_folder.Path, ["--roles", "gpu", "--redis", first.Redis], settings);
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => new ServerJobs(first.Http).SubmitAsync(seed)));
        await new ServerJobs(first.Http).UntilAsync(ids[0], j => ServerJobs.Status(j) == "running");

        await first.KillAsync();
        await using var second = await ServerProcess.ServeAsync(_folder.Path, roles, settings);

        Assert.Equal(first.Redis, second.Redis);
        foreach (var id in ids)
            await new ServerJobs(second.Http).CompletedAsync(id);
    }

    [Fact]
    public async Task Kill_WhileAGivenMeshIsTextured_EndsWithTheSameModelAfterRestart()
    {
        var mesh = GlbWriter.Write(ExportSamples.Sphere(8, 10));
        string id;
        await using (var first = await ServerProcess.ServeAsync(_folder.Path, settings: SimulatedSettings.Stages(shapeSeconds: 0, textureSeconds: 60)))
        {
            var jobs = new ServerJobs(first.Http);
            id = await jobs.SubmitMeshAsync(mesh, "simulated");
            await jobs.UntilAsync(id, j => ServerJobs.Status(j) == "running" && j.GetProperty("progress").ValueKind == JsonValueKind.Object);
            await first.KillAsync();
        }

        await using var second = await ServerProcess.ServeAsync(_folder.Path, settings: SimulatedSettings.Stages(shapeSeconds: 0, textureSeconds: 0.1));
        var again = new ServerJobs(second.Http);
        var continued = (await again.CompletedAsync(id)).GetProperty("result");
        var undisturbed = (await again.CompletedAsync(await again.SubmitMeshAsync(mesh, "simulated"))).GetProperty("result");

        Assert.Equal("given mesh", continued.GetProperty("shapeEngine").GetString());
        Assert.False(undisturbed.GetProperty("fromCache").GetBoolean());
        Assert.Equal(undisturbed.GetProperty("sha256").GetString(), continued.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Terminate_RunningJob_DrainsAndTheJobGoesOnAfterRestart()
    {
        var settings = SimulatedSettings.Stages(shapeSeconds: 2, textureSeconds: 0.1);
        string id;
        await using (var first = await ServerProcess.ServeAsync(_folder.Path, settings: settings))
        {
            var jobs = new ServerJobs(first.Http);
            id = await jobs.SubmitAsync(seed: 1);
            await jobs.UntilAsync(id, j => ServerJobs.Status(j) == "running");
            using var watcher = await first.Http.GetAsync($"/v1/generations/{id}/events", HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(0, await first.TerminateAsync());
        }

        await using var second = await ServerProcess.ServeAsync(_folder.Path, settings: settings);
        await new ServerJobs(second.Http).CompletedAsync(id);
    }
}
