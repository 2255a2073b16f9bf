using System.Diagnostics;
using System.Globalization;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>
/// Feeds jobs that nobody watches: every caller submits the next one as soon as the one before is accepted, and the run is over when all have completed. This is how
/// task queues are measured whose callers do not wait for results.
/// </summary>
/// <param name="Accepted">Jobs accepted a second while they were fed.</param>
/// <param name="AcceptedMilliseconds">Mean from the start of a submission until it was accepted.</param>
/// <param name="JobsPerSecond">Jobs over the time from the first submission until the last one had completed.</param>
internal sealed record FedRun(double Accepted, double AcceptedMilliseconds, double JobsPerSecond)
{
    /// <summary>Enough to see the pace, and few enough for a queue with its standard bounds.</summary>
    private const int Jobs = 5000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public static async Task<FedRun> RunAsync(BenchApi api, int users, long firstSeed, CancellationToken cancellationToken)
    {
        var before = await api.EndedAsync(cancellationToken);
        var (left, accepted, ticks) = (Jobs, 0, 0L);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, users).Select(FeedAsync));
        var fed = Stopwatch.GetElapsedTime(start);
        IReadOnlyDictionary<string, long> now;
        while (Ended(now = await api.EndedAsync(cancellationToken)) < accepted)
            await Task.Delay(Look, cancellationToken);
        var all = Stopwatch.GetElapsedTime(start);
        var completed = now.GetValueOrDefault("completed") - before.GetValueOrDefault("completed");
        return completed == accepted
            ? new FedRun(accepted / fed.TotalSeconds, Stopwatch.GetElapsedTime(0, ticks).TotalMilliseconds / accepted, accepted / all.TotalSeconds)
            : throw new IOException($"{accepted} jobs were accepted and {completed} completed.");

        long Ended(IReadOnlyDictionary<string, long> counts) => counts.Values.Sum() - before.Values.Sum();

        async Task FeedAsync(int user)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"user{user}");
            while (Interlocked.Decrement(ref left) is >= 0 and var number)
            {
                var sent = Stopwatch.GetTimestamp();
                if (await api.TrySubmitAsync(name, firstSeed + number, texture: false, cancellationToken) is null)
                {
                    Interlocked.Increment(ref left);
                    await Task.Delay(Look, cancellationToken);
                    continue;
                }

                Interlocked.Add(ref ticks, Stopwatch.GetTimestamp() - sent);
                Interlocked.Increment(ref accepted);
            }
        }
    }
}
