using System.Diagnostics;

namespace Hunyuan3D.Hosting.Cli.Bench.Gateway;

/// <summary>
/// Submissions at random times with a mean rate (a Poisson process). A submission's latency counts from the time at which it was due, so a server that stalls is not spared by callers who wait for it.
/// </summary>
internal sealed class Arrivals(GatewayApi api, RunningJobs jobs, GatewayTally tally, double perSecond, int seed)
{
    private readonly Random _random = new(seed);
    private int _accepted;

    /// <summary>Jobs accepted so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Returns when all that were due before the end are answered.</summary>
    public async Task RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        List<Task> waiting = [];
        var (start, number) = (Stopwatch.GetTimestamp(), 0);
        for (var due = Gap(); due < duration; due += Gap())
        {
            if (due - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } left)
                await Task.Delay(left, cancellationToken);
            waiting.RemoveAll(task => task.IsCompleted);
            waiting.Add(SubmitAsync(++number, start, due, cancellationToken));
        }

        await Task.WhenAll(waiting);

        TimeSpan Gap() => TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) / perSecond);
    }

    private async Task SubmitAsync(int number, long start, TimeSpan due, CancellationToken cancellationToken)
    {
        try
        {
            // Off the arrivals' own turn: making the picture must not delay the next.
            var job = await Task.Run(() => api.SubmitAsync(number, cancellationToken), cancellationToken);
            tally.Submitted(Stopwatch.GetElapsedTime(start) - due);
            Interlocked.Increment(ref _accepted);
            jobs.Add(job.Id);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            tally.Error($"submission: {EventFollower.Kind(e)}");
        }
    }
}
