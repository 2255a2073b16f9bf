using System.Text.Json;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>SIGTERM to a process of a cluster: it ends with code 0, no retry and no lost silo is counted, and its job goes on elsewhere from the last checkpoint.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class DrainTests : IDisposable
{
    private const int Steps = 10;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _settings;

    public DrainTests()
    {
        _settings = SimulatedSettings.Stages(shapeSeconds: 8, textureSeconds: 0.1);
        _settings["Hunyuan3D__Simulation__Steps"] = $"{Steps}";
        _settings["Logging__LogLevel__Hunyuan3D.Grains.Gpu.GpuWorker"] = "Trace";
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Terminate_TwoSilosInTurn_TheJobGoesOnFromItsCheckpointEachTime()
    {
        await using var gateway = await ServeAsync("control,gateway");
        var silos = await Task.WhenAll(ServeGpuAsync(gateway), ServeGpuAsync(gateway), ServeGpuAsync(gateway));
        await using var first = silos[0];
        await using var second = silos[1];
        await using var third = silos[2];
        var jobs = new ServerJobs(gateway.Http);
        var id = await jobs.SubmitAsync(seed: 1);

        var one = await jobs.UntilAsync(id, job => Done(job) >= 2);
        var firstExit = silos.Single(silo => IsOn(one, silo)).TerminateAsync();
        var moved = await jobs.UntilAsync(id, job => job.GetProperty("silo").ValueKind == JsonValueKind.String && !IsSame(job, one));
        // The first report from its new silo may already count a step that the old one did not get to report.
        var two = await jobs.UntilAsync(id, job => IsSame(job, moved) && Done(job) >= Done(moved) + 2);
        var secondExit = silos.Single(silo => IsOn(two, silo)).TerminateAsync();
        var ended = await jobs.CompletedAsync(id);
        Assert.Equal((0, 0), (await firstExit, await secondExit));
        await EndAsync(silos.Single(silo => !IsOn(one, silo) && !IsOn(two, silo)));

        AssertUndisturbed(ended, silos);
        Assert.All(silos, silo => Assert.NotEqual(0, StepsOfShape(silo, id)));
    }

    [Fact]
    public async Task Terminate_TheOnlyOtherSiloIsBusy_TheJobWaitsForItAndGoesOnFromItsCheckpoint()
    {
        await using var gateway = await ServeAsync("control,gateway");
        var silos = await Task.WhenAll(ServeGpuAsync(gateway), ServeGpuAsync(gateway));
        await using var first = silos[0];
        await using var second = silos[1];

        await TerminateUnderTwoJobsAsync(gateway, first, second);
    }

    [RedisFact]
    public async Task Terminate_TheSiloWithQueueAndJobs_TheOtherTakesThemOver()
    {
        await using var redis = await RedisProcess.StartAsync(_folder.Path);
        string[] joining = ["--redis", redis.Address];
        await using var first = await ServeAsync("control,gpu", joining);
        var others = await Task.WhenAll(ServeAsync("gateway", joining), ServeAsync("control,gpu", joining));
        await using var gateway = others[0];
        await using var second = others[1];

        await TerminateUnderTwoJobsAsync(gateway, first, second);

        Assert.Contains("The queue starts", first.Output, StringComparison.Ordinal);
        Assert.Contains("The queue starts", second.Output, StringComparison.Ordinal);
    }

    /// <summary>A job on each silo; the first silo is stopped.</summary>
    private static async Task TerminateUnderTwoJobsAsync(ServerProcess gateway, ServerProcess first, ServerProcess second)
    {
        var jobs = new ServerJobs(gateway.Http);
        var ids = await Task.WhenAll(jobs.SubmitAsync(seed: 1), jobs.SubmitAsync(seed: 2));
        var running = await Task.WhenAll(ids.Select(id => jobs.UntilAsync(id, job => Done(job) >= 2)));
        Assert.Equal(0, await first.TerminateAsync());
        var ended = await Task.WhenAll(ids.Select(jobs.CompletedAsync));
        await EndAsync(second);

        Assert.All(ended, job => AssertUndisturbed(job, first, second));
        var moved = running.Single(job => IsOn(job, first)).GetProperty("id").GetString()!;
        Assert.NotEqual(0, StepsOfShape(second, moved));
    }

    /// <summary>A process writes its log behind its work; all of it is there when the process has ended.</summary>
    private static async Task EndAsync(ServerProcess silo) => Assert.Equal(0, await silo.TerminateAsync());

    private Task<ServerProcess> ServeAsync(string roles, params string[] more) => ServerProcess.ServeAsync(_folder.File("data"), ["--roles", roles, .. more], _settings);

    private Task<ServerProcess> ServeGpuAsync(ServerProcess gateway) => ServeAsync("gpu", "--redis", gateway.Redis);

    /// <summary>Nothing was counted against the job, and no step ran twice, but for the one that was cut short.</summary>
    private static void AssertUndisturbed(JsonElement job, params ServerProcess[] silos)
    {
        var told = $"{job}\n{string.Join("\n\n", silos.Select(silo => silo.Output))}";
        Assert.True(job.GetProperty("siloLosses").GetArrayLength() == 0, told);
        Assert.True(job.GetProperty("failure").ValueKind == JsonValueKind.Null, told);
        Assert.True(silos.Sum(silo => StepsOfShape(silo, job.GetProperty("id").GetString()!)) == Steps, told);
        Assert.DoesNotContain("did not end within", told, StringComparison.Ordinal);
    }

    /// <summary>Steps of the job's shape stage that a silo ran to their end, as its log tells.</summary>
    private static int StepsOfShape(ServerProcess silo, string id)
    {
        const string Begins = " begins the Shape stage of job ";
        var lines = silo.Output.Split('\n');
        return lines.Where(line => line.Contains($"{Begins}{id}.", StringComparison.Ordinal))
            .Select(line => line[..line.IndexOf(Begins, StringComparison.Ordinal)].Split(' ')[^1])
            .Sum(lease => lines.Count(line => line.Contains($"Lease {lease}: ", StringComparison.Ordinal)));
    }

    private static int Done(JsonElement job) => job.GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress ? progress.GetProperty("done").GetInt32() : 0;

    private static bool IsSame(JsonElement job, JsonElement other) => job.GetProperty("silo").GetString() == other.GetProperty("silo").GetString();

    private static bool IsOn(JsonElement job, ServerProcess silo) => job.GetProperty("silo").GetString()?.Contains($":{silo.SiloPort}@", StringComparison.Ordinal) ?? false;
}
