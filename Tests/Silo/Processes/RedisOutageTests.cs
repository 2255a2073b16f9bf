using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Hunyuan3D.Tests.Silo.Http;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>A real Redis goes away under a cluster of two processes, and comes back: running work goes on, nothing is lost and nothing is run twice.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class RedisOutageTests : IDisposable
{
    private const int Jobs = 4;

    /// <summary>Longer than a stage, so that stages end while Redis is away, and longer than the time-out of a Redis call.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(8);

    /// <summary>Half of the standard one, so that the test is over sooner.</summary>
    private const string CommandTimeout = ",asyncTimeout=5000";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RedisFact]
    public Task Redis_KilledAndRestarted_NothingIsLostAndNothingRunsTwice() => RunAsync(redis => redis.KillAsync(), redis => redis.RestartAsync());

    [RedisFact]
    public Task Redis_FrozenAndThawed_NothingIsLostAndNothingRunsTwice() => RunAsync(
        redis =>
        {
            redis.Freeze();
            return Task.CompletedTask;
        },
        redis =>
        {
            redis.Thaw();
            return Task.CompletedTask;
        });

    private async Task RunAsync(Func<RedisProcess, Task> takeAway, Func<RedisProcess, Task> bringBack)
    {
        await using var redis = await RedisProcess.StartAsync(_folder.Path);
        var settings = SimulatedSettings.Stages(shapeSeconds: 2, textureSeconds: 0.2);
        var data = _folder.File("data");
        await using var gateway = await ServerProcess.ServeAsync(data, ["--roles", "control,gateway", "--redis", redis.Address + CommandTimeout], settings);
        await using var gpu = await ServerProcess.ServeAsync(data, ["--roles", "gpu", "--redis", redis.Address + CommandTimeout], settings);
        var jobs = new ServerJobs(gateway.Http);
        var ids = await Task.WhenAll(Enumerable.Range(0, Jobs).Select(seed => jobs.SubmitAsync(seed)));
        var running = (await Task.WhenAll(ids.Select(jobs.GetAsync))).FirstOrDefault(job => ServerJobs.Status(job) == "running");
        var first = running.ValueKind == JsonValueKind.Object ? running.GetProperty("id").GetString()! : ids[0];
        var before = await jobs.UntilAsync(first, job => job.GetProperty("progress").ValueKind == JsonValueKind.Object);

        var start = Stopwatch.GetTimestamp();
        await takeAway(redis);
        // The device works on and tells how far it is.
        await jobs.UntilAsync(first, job => Fraction(job) > Fraction(before));
        using (var refused = await jobs.PostAsync(Pictures.Png(1), ("engine", "simulated"), ("seed", "1000")))
        {
            await ProblemAssert.IsAsync(refused, HttpStatusCode.ServiceUnavailable, field: null);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        await Task.Delay(Outage > Stopwatch.GetElapsedTime(start) ? Outage - Stopwatch.GetElapsedTime(start) : TimeSpan.Zero);
        await bringBack(redis);

        var done = await Task.WhenAll(ids.Select(jobs.CompletedAsync));
        Assert.All(done, job => Assert.Empty(job.GetProperty("siloLosses").EnumerateArray()));
        // Redis may have taken the last write and never said so: then the job ended without a line about it.
        Assert.All(ids, id => Assert.InRange(SimulatedSettings.RunsToCompletion(gateway.Output, id), 0, 1));
        Assert.Equal(Jobs, done.Select(job => job.GetProperty("id").GetString()).Distinct().Count());
        await jobs.CompletedAsync(await jobs.SubmitAsync(seed: 2000));
    }

    private static double Fraction(JsonElement job) => job.GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress ? progress.GetProperty("fraction").GetDouble() : 0;
}
