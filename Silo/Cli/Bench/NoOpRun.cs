using System.Diagnostics;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>Measures jobs whose stage takes no time: one at a time, then many at once.</summary>
internal static class NoOpRun
{
    private const int WarmJobs = 300;
    private const int IdleJobs = 300;

    /// <summary>Also warms what only load warms.</summary>
    private static readonly TimeSpan WarmLoad = TimeSpan.FromSeconds(8);

    public static async Task<NoOpReport> RunAsync(BenchCluster cluster, ClusterBenchRequest request, CancellationToken cancellationToken)
    {
        var warm = new LoadRun(cluster.Api, 0, texture: false);
        await warm.ClosedAsync(request.Users, WarmLoad, cancellationToken);

        var seed = 1_000_000L;
        for (var i = 0; i < WarmJobs; i++)
            await cluster.Api.RunAsync("idle", seed++, texture: false, cancellationToken);
        var idle = new double[IdleJobs];
        for (var i = 0; i < IdleJobs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await cluster.Api.RunAsync("idle", seed++, texture: false, cancellationToken);
            idle[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(idle);
        var redisBefore = await RedisCallCount.ReadAsync(cluster.Redis);
        var callsBefore = await GrainCallsAsync();
        var (servers, own) = (cluster.ProcessorTime, Process.GetCurrentProcess().TotalProcessorTime);
        var load = new LoadRun(cluster.Api, 0, texture: false, firstSeed: 2_000_000);
        await load.ClosedAsync(request.Users, request.Duration, cancellationToken);
        var wall = load.Now;
        (servers, own) = (cluster.ProcessorTime - servers, Process.GetCurrentProcess().TotalProcessorTime - own);
        var redisAfter = await RedisCallCount.ReadAsync(cluster.Redis);
        var calls = await GrainCallsAsync() - callsBefore;
        var jobs = load.Samples.Count;
        var responses = load.Samples.Select(sample => sample.Response.TotalMilliseconds).Order().ToArray();
        return new NoOpReport
        {
            Nodes = request.Nodes,
            Users = request.Users,
            IdleMedianMilliseconds = LoadReport.Percentile(idle, 0.5),
            IdleP99Milliseconds = LoadReport.Percentile(idle, 0.99),
            JobsPerSecond = jobs / wall.TotalSeconds,
            MeanMilliseconds = responses.Average(),
            P99Milliseconds = LoadReport.Percentile(responses, 0.99),
            ProcessorMillisecondsPerJob = servers.TotalMilliseconds / jobs,
            LoadProcessorMillisecondsPerJob = own.TotalMilliseconds / jobs,
            RedisCallsPerJob = (redisAfter - redisBefore) / (double?)jobs,
            GrainCallsPerJob = calls / (double)jobs,
        };

        // Servers tell their count once a second: what they tell now includes everything so far.
        async Task<long> GrainCallsAsync()
        {
            await Task.Delay(2 * GrainCallCounter.Period, cancellationToken);
            return cluster.GrainCalls;
        }
    }
}
