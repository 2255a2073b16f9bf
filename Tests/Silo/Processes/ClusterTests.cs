using System.Collections.Concurrent;
using System.Text.Json;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>Several processes as one cluster, on a Redis of their own and on the one inside the first of them.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class ClusterTests : IDisposable
{
    private const double ShapeSeconds = 0.5;
    private const double TextureSeconds = 0.3;
    private const int Jobs = 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RedisFact]
    public async Task Cluster_RealRedis_SharesTheWork()
    {
        await using var redis = await RedisProcess.StartAsync(_folder.Path);
        await RunAsync(["--roles", "control,gateway", "--redis", redis.Address]);
    }

    [Fact]
    public async Task Cluster_RedisOfTheFirstProcess_SharesTheWork() => await RunAsync(["--roles", "control,gateway"]);

    private async Task RunAsync(string[] first)
    {
        var data = _folder.File("data");
        var settings = SimulatedSettings.Stages(ShapeSeconds, TextureSeconds);
        await using var gateway = await ServerProcess.ServeAsync(data, first, settings);
        string[] joining = ["--roles", "gpu", "--redis", gateway.Redis];
        await using var gpu = await ServerProcess.ServeAsync(data, joining, settings);
        var jobs = new ServerJobs(gateway.Http);
        await jobs.CompletedAsync(await jobs.SubmitAsync(seed: 1000));

        var start = DateTimeOffset.UtcNow;
        var ids = await Task.WhenAll(Enumerable.Range(0, Jobs).Select(seed => jobs.SubmitAsync(seed)));
        await using var second = await ServerProcess.ServeAsync(data, joining, settings);
        var joined = DateTimeOffset.UtcNow;
        var where = new ConcurrentDictionary<(string Job, string Silo), bool>();
        var ended = await Task.WhenAll(ids.Select(id => EndedAsync(jobs, id, where)));

        // What the first device would have taken alone, at the least: the stages' own time, or as many jobs a second as it did until the second one came.
        var pace = (joined - start) / (ended.Count(e => e <= joined) + 1);
        var alone = Jobs * Math.Max(pace.TotalSeconds, ShapeSeconds + TextureSeconds);
        var total = (ended.Max() - start).TotalSeconds;
        Assert.True(total < 0.9 * alone, $"{total:F1} s, the second device from {(joined - start).TotalSeconds:F1} s on; alone it takes {alone:F1} s");

        // Either stage counts: one device may happen to run shapes while the other textures them.
        var shareOfSecond = where.Keys.Count(run => run.Silo.Contains($":{second.SiloPort}", StringComparison.Ordinal));
        Assert.True(shareOfSecond >= ended.Count(e => e > joined) / 4, $"{shareOfSecond} of {Jobs} jobs ran on the second device: {string.Join(' ', where.Keys)}");
        Assert.Equal(new[] { gpu.SiloPort, second.SiloPort }.Order(), (await SilosOfDeviceGrainsAsync(gateway.Http)).Order());
    }

    /// <summary>Follows a job to its end and keeps which silos ran its stages.</summary>
    private static async Task<DateTimeOffset> EndedAsync(ServerJobs jobs, string id, ConcurrentDictionary<(string Job, string Silo), bool> where)
    {
        var job = await jobs.UntilAsync(id, j =>
        {
            if (j.GetProperty("silo").GetString() is { } silo)
                where[(id, silo)] = true;
            return j.GetProperty("ended").ValueKind != JsonValueKind.Null;
        });
        Assert.Equal("completed", ServerJobs.Status(job));
        return job.GetProperty("ended").GetDateTimeOffset();
    }

    /// <summary>Ports of the silos that have activations of the grains that use devices.</summary>
    private static async Task<IEnumerable<int>> SilosOfDeviceGrainsAsync(HttpClient http)
    {
        var counters = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync("/dashboard/DashboardCounters"));
        return counters.GetProperty("simpleGrainStats").EnumerateArray()
            .Where(g => g.GetProperty("grainType").GetString() is { } type && (type.EndsWith("ShapeGrain", StringComparison.Ordinal) || type.EndsWith("TextureGrain", StringComparison.Ordinal)))
            .Select(g => int.Parse(g.GetProperty("siloAddress").GetString()!.Split(':', '@')[1]))
            .Distinct();
    }
}
