using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>
/// Puts load on a cluster. Closed: every user submits the next job when the one before is done. Open: jobs arrive at random with a mean rate.
/// A duplicate repeats one of the latest jobs, which may still run; its result comes from the cache.
/// </summary>
/// <param name="firstSeed">Jobs of two loads with seeds in common are equal.</param>
internal sealed class LoadRun(BenchApi api, double duplicates, bool texture, long firstSeed = 0)
{
    /// <summary>Duplicates repeat one of this many jobs.</summary>
    private const int Recent = 64;

    private readonly Random _random = new(20_250_101);
    private readonly ConcurrentQueue<JobSample> _samples = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<long> _seeds = [];
    private long _seed = firstSeed;

    public TimeSpan Now => Stopwatch.GetElapsedTime(_start);

    public IReadOnlyList<JobSample> Samples => [.. _samples];

    /// <summary>Returns when every user has ended the job that ran when <paramref name="until"/> was reached.</summary>
    public Task ClosedAsync(int users, TimeSpan until, CancellationToken cancellationToken)
        => Task.WhenAll(Enumerable.Range(0, users).Select(async user =>
        {
            while (Now < until)
                await RunAsync(user, cancellationToken);
        }));

    /// <summary>Returns when all jobs that arrived before <paramref name="until"/> have ended.</summary>
    /// <param name="perSecond">Mean arrivals a second.</param>
    public async Task OpenAsync(double perSecond, TimeSpan until, CancellationToken cancellationToken)
    {
        List<Task> running = [];
        for (var next = Gap(); next < until; next += Gap())
        {
            if (next - Now is { Ticks: > 0 } left)
                await Task.Delay(left, cancellationToken);
            running.Add(RunAsync(-1, cancellationToken));
        }

        await Task.WhenAll(running);

        TimeSpan Gap() => TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) / perSecond);
    }

    private async Task RunAsync(int user, CancellationToken cancellationToken)
    {
        var seed = NextSeed();
        var start = Now;
        var name = user < 0 ? "open" : string.Create(CultureInfo.InvariantCulture, $"user{user}");
        var fromCache = await api.RunAsync(name, seed, texture, cancellationToken);
        _samples.Enqueue(new JobSample(user, start, Now, fromCache));
    }

    private long NextSeed()
    {
        lock (_seeds)
        {
            if (_seeds.Count > 0 && _random.NextDouble() < duplicates)
                return _seeds[_random.Next(_seeds.Count)];
            if (_seeds.Count == Recent)
                _seeds.RemoveAt(0);
            _seeds.Add(++_seed);
            return _seed;
        }
    }
}
