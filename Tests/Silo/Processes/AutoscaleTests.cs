using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>A server that starts and drains silo processes under a wave of jobs.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class AutoscaleTests : IDisposable
{
    private const int Jobs = 6;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly string[] Arguments = ["--autoscale", "local", "--min", "0", "--max", "2"];

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _settings = SimulatedSettings.Stages(shapeSeconds: 0.6, textureSeconds: 0.4);

    public AutoscaleTests()
    {
        _settings["Hunyuan3D__Autoscaling__Period"] = "00:00:00.2";
        _settings["Hunyuan3D__Autoscaling__QueueThreshold"] = "2";
        _settings["Hunyuan3D__Autoscaling__ScaleOutCooldown"] = "00:00:01";
        _settings["Hunyuan3D__Autoscaling__ScaleInCooldown"] = "00:00:00.5";
        _settings["Hunyuan3D__Autoscaling__IdleAfter"] = "00:00:01";
        _settings["Hunyuan3D__Autoscaling__OnDemandFloor"] = "0";
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_WaveOfJobs_StartsSilosFromZeroAndDrainsThemToZero()
    {
        await using var server = await ServerProcess.ServeAsync(_folder.Path, Arguments, _settings);
        var jobs = new ServerJobs(server.Http);
        Assert.Empty(Silos(await ClusterAsync(server)));

        var ids = await Task.WhenAll(Enumerable.Range(0, Jobs).Select(seed => jobs.SubmitAsync(seed)));
        await UntilAsync(server, cluster => Silos(cluster).Length == 2);
        await Task.WhenAll(ids.Select(jobs.CompletedAsync));
        await UntilAsync(server, cluster => Silos(cluster).Length == 0 && cluster.GetProperty("silos").GetArrayLength() == 0);

        var decisions = (await ClusterAsync(server)).GetProperty("autoscaler").GetProperty("decisions").EnumerateArray().Reverse().ToArray();
        Assert.Equal(["in", "in"], decisions[^2..].Select(decision => decision.GetProperty("action").GetString()));
        Assert.Equal("out", decisions[0].GetProperty("action").GetString());
        Assert.Contains("there is no silo", decisions[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, decisions.Sum(decision => decision.GetProperty("onDemand").GetInt32()));
        Assert.All(decisions, decision => Assert.Equal(JsonValueKind.Null, decision.GetProperty("problem").ValueKind));
        Assert.DoesNotContain("was killed", server.Output, StringComparison.Ordinal);
        // The log comes a moment after what it tells.
        await UntilAsync(server, _ => server.Output.Split("ended with exit code 0 (asked to: True)").Length - 1 == 2);
        Assert.All(ids, id => Assert.Equal(1, SimulatedSettings.RunsToCompletion(server.Output, id)));
    }

    [Fact]
    public async Task Serve_KilledAndStartedAgain_KeepsItsSilosAndDrainsThemWhenItStops()
    {
        int silo;
        await using (var first = await ServerProcess.ServeAsync(_folder.Path, Arguments, _settings))
        {
            await new ServerJobs(first.Http).SubmitAsync(seed: 1);
            silo = Process(Silos(await UntilAsync(first, cluster => cluster.GetProperty("silos").GetArrayLength() == 1)).Single());
            await first.KillAsync();
        }

        _settings["Hunyuan3D__Autoscaling__IdleAfter"] = "00:10:00";
        await using var second = await ServerProcess.ServeAsync(_folder.Path, Arguments, _settings);
        var adopted = Silos(await UntilAsync(second, cluster => Silos(cluster) is [var only] && only.GetProperty("state").GetString() == "running"));
        Assert.Equal(silo, Process(adopted.Single()));

        Assert.Equal(0, await second.TerminateAsync());
        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(silo));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "autoscaled")));
    }

    private static JsonElement[] Silos(JsonElement cluster) => [.. cluster.GetProperty("autoscaler").GetProperty("silos").EnumerateArray()];

    private static int Process(JsonElement silo) => int.Parse(silo.GetProperty("id").GetString()!.Split(' ')[1]);

    private static Task<JsonElement> ClusterAsync(ServerProcess server) => server.Http.GetFromJsonAsync<JsonElement>("/v1/cluster");

    private static async Task<JsonElement> UntilAsync(ServerProcess server, Func<JsonElement, bool> wanted)
    {
        var start = Stopwatch.GetTimestamp();
        for (var cluster = await ClusterAsync(server); ; cluster = await ClusterAsync(server))
        {
            if (wanted(cluster)) return cluster;
            Assert.True(Stopwatch.GetElapsedTime(start) < Limit, $"{cluster}\n{server.Output}");
            await Task.Delay(50);
        }
    }
}
