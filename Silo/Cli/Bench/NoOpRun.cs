using System.Diagnostics;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>Measures jobs whose stage takes no time: one at a time, then many at once.</summary>
internal static class NoOpRun
{
    private const int WarmJobs = 300;
    private const int IdleJobs = 300;

    /// <summary>Runs under load for so long at least, and on until servers are warm.</summary>
    private static readonly TimeSpan WarmLoad = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(90);

    /// <summary>A cluster that compiles fewer methods a second is warm: what its code costs is measured, and not what its compiler does.</summary>
    private const int WarmMethodsPerSecond = 25;

    public static async Task<NoOpReport> RunAsync(BenchCluster cluster, ClusterBenchRequest request, CancellationToken cancellationToken)
    {
        await WarmAsync();
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
        var callsBefore = await CallsAsync();
        var (servers, own) = (cluster.ProcessorTime, Process.GetCurrentProcess().TotalProcessorTime);
        var load = new LoadRun(cluster.Api, 0, texture: false, firstSeed: 2_000_000);
        await load.ClosedAsync(request.Users, request.Duration, cancellationToken);
        var wall = load.Now;
        (servers, own) = (cluster.ProcessorTime - servers, Process.GetCurrentProcess().TotalProcessorTime - own);
        var redisAfter = await RedisCallCount.ReadAsync(cluster.Redis);
        var calls = (await CallsAsync()).Minus(callsBefore);
        var jobs = load.Samples.Count;
        var redis = PerJob((redisAfter ?? new Dictionary<string, long>()).ToDictionary(one => one.Key, one => one.Value - (redisBefore?.GetValueOrDefault(one.Key) ?? 0)), jobs);
        var responses = load.Samples.Select(sample => sample.Response.TotalMilliseconds).Order().ToArray();
        var fed = await FedRun.RunAsync(cluster.Api, request.Users, firstSeed: 1_000_000_000, cancellationToken);
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
            RedisCallsPerJob = redisAfter is null ? null : redis.Values.Sum(),
            RedisCalls = redis,
            GrainCallsPerJob = calls.Grains.Values.Sum() / (double)jobs,
            GrainCalls = PerJob(calls.Grains, jobs),
            SiloMessagesPerJob = calls.Messages / (double)jobs,
            Cached = request.Cache,
            FedJobsPerSecond = fed.JobsPerSecond,
            AcceptedPerSecond = fed.Accepted,
            AcceptedMilliseconds = fed.AcceptedMilliseconds,
        };

        async Task WarmAsync()
        {
            var (start, firstSeed, compiled) = (Stopwatch.GetTimestamp(), 3_000_000L, long.MaxValue);
            while (compiled > WarmMethodsPerSecond * WarmLoad.TotalSeconds && Stopwatch.GetElapsedTime(start) < LongestWarmUp)
            {
                var before = cluster.Calls.Compiled;
                await new LoadRun(cluster.Api, 0, texture: false, firstSeed).ClosedAsync(request.Users, WarmLoad, cancellationToken);
                (compiled, firstSeed) = (cluster.Calls.Compiled - before, firstSeed + 1_000_000);
            }
        }

        // Servers tell their count once a second: what they tell now includes everything so far.
        async Task<CallCounts> CallsAsync()
        {
            await Task.Delay(2 * GrainCallCounter.Period, cancellationToken);
            return cluster.Calls;
        }
    }
    /// <summary>What is rarer than once in a hundred jobs is not theirs.</summary>
    private static Dictionary<string, double> PerJob(IReadOnlyDictionary<string, long> counts, int jobs)
        => counts.Where(one => one.Value * 100 >= jobs).OrderByDescending(one => one.Value).ToDictionary(one => one.Key, one => Math.Round(one.Value / (double)jobs, 2));
}
