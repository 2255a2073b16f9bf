using System.Diagnostics;

namespace Hunyuan3D.Hosting.Cli.Bench.Gateway;

/// <summary>Carries out one <c>bench http</c>.</summary>
internal sealed class GatewayBenchRun(GatewayBenchRequest request, Uri address, BenchProcess? process, TextWriter progress)
{
    /// <summary>Streams that are opened at a time to be dropped.</summary>
    private const int AbortsAtATime = 50;

    /// <summary>Of the servers' own connections to each other.</summary>
    private const int HandleSlack = 32;

    /// <summary>Jobs end at the latest so long after the load, beside the time that they run.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Dropped streams are gone at the latest so long after.</summary>
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly RunningJobs _jobs = new();
    private readonly GatewayTally _tally = new();
    private readonly List<string> _violations = [];

    public static async Task<GatewayBenchReport> RunAsync(GatewayBenchRequest request, TextWriter progress, CancellationToken cancellationToken)
    {
        await using var cluster = request.Url is null ? await GatewayCluster.StartAsync(request, cancellationToken) : null;
        var report = await new GatewayBenchRun(request, request.Url ?? cluster!.Address, cluster?.Gateway, progress).RunAsync(cancellationToken);
        foreach (var problem in cluster?.Problems.Take(5) ?? [])
            await progress.WriteLineAsync($"hunyuan3d: a server said: {problem}");
        return report;
    }

    private async Task<GatewayBenchReport> RunAsync(CancellationToken cancellationToken)
    {
        using var watchApi = new GatewayApi(address, request.ApiKey);
        var watch = new GatewayWatch(watchApi, process);
        var before = await watch.ReadAsync(cancellationToken);
        using var api = new GatewayApi(address, request.ApiKey);
        using var following = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var readings = watch.RunAsync(watching.Token);
        var followers = Enumerable.Range(0, request.Streams).Select(_ => new EventFollower(api, _jobs, _tally).RunAsync(following.Token)).ToArray();

        await progress.WriteLineAsync($"Warming up for {request.WarmUp.TotalSeconds:F0} s, then measuring for {request.Duration.TotalSeconds:F0} s.");
        var arrivals = new Arrivals(api, _jobs, _tally, request.Rate, request.Seed);
        var arriving = arrivals.RunAsync(request.WarmUp + request.Duration, cancellationToken);
        await Task.Delay(request.WarmUp, cancellationToken);
        _tally.Begin();
        var (begun, own) = (watch.Now, Process.GetCurrentProcess().TotalProcessorTime);
        await Task.Delay(request.Duration, cancellationToken);
        // A machine that is too slow for the asked time gets more.
        while (!_tally.HasBoth && watch.Now - begun < (request.Duration + Limit).TotalSeconds)
            await Task.Delay(Pause, cancellationToken);
        _tally.Finish();
        var (seconds, load) = (watch.Now - begun, Process.GetCurrentProcess().TotalProcessorTime - own);
        await watching.CancelAsync();
        await readings;

        await arriving;
        var left = await _jobs.WaitForNoneAsync(request.Job + Limit, cancellationToken);
        if (left.Count > 0)
            _violations.Add($"The end of {left.Count} jobs was not told: {string.Join(", ", left.Take(5))}");
        var aborted = await AbortAsync(api, cancellationToken);
        await following.CancelAsync();
        await Task.WhenAll(followers);
        // Connections that it keeps are not to be counted as left.
        api.Dispose();
        var after = await UntilClosedAsync(watch, before.Handles, cancellationToken);
        if (after.Streams > 0)
            _violations.Add($"{after.Streams} streams are left {CloseLimit.TotalSeconds:F0} s after all were dropped.");
        _violations.AddRange(_tally.Errors.Select(error => $"{error.Value} times {error.Key}"));

        GatewaySample[] all = [.. watch.Samples.Select(sample => sample with { Seconds = sample.Seconds - begun })];
        return Report(all, [.. all.Where(sample => sample.Seconds >= 0)], seconds, load) with
        {
            Jobs = arrivals.Accepted,
            HandlesBefore = before.Handles,
            HandlesAfter = after.Handles,
            Aborted = aborted,
            StreamsLeft = after.Streams,
        };
    }

    /// <summary>Opens streams of a job that runs, and drops them.</summary>
    private async Task<int> AbortAsync(GatewayApi api, CancellationToken cancellationToken)
    {
        if (request.Aborts == 0)
            return 0;
        var opened = 0;
        var job = await api.SubmitAsync(int.MaxValue, cancellationToken);
        await Parallel.ForAsync(0, request.Aborts, new ParallelOptions { MaxDegreeOfParallelism = AbortsAtATime, CancellationToken = cancellationToken }, async (_, token) =>
        {
            try
            {
                // To dispose of a response that has not ended closes its connection.
                using var response = await api.OpenEventsAsync(job.Id, lastEvent: 0, token);
                if (response is not null)
                    Interlocked.Increment(ref opened);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                _tally.Error($"dropped stream: {EventFollower.Kind(e)}");
            }
        });
        return opened;
    }

    private static async Task<GatewaySample> UntilClosedAsync(GatewayWatch watch, int? handles, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var sample = await watch.ReadAsync(cancellationToken);
            if ((sample.Streams == 0 && !(sample.Handles > handles + HandleSlack)) || Stopwatch.GetElapsedTime(start) > CloseLimit)
                return sample;
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private GatewayBenchReport Report(IReadOnlyList<GatewaySample> all, GatewaySample[] measured, double seconds, TimeSpan load)
    {
        var (submissions, delays) = (_tally.Submissions(), _tally.Delays());
        if (submissions.Length == 0 || delays.Length == 0 || measured.Length < 2)
            throw new IOException($"Only {submissions.Length} submissions and {delays.Length} events were measured; measure longer with --duration. {string.Join(' ', _violations)}");
        var processors = (measured[^1].ProcessorSeconds - measured[0].ProcessorSeconds) / (measured[^1].Seconds - measured[0].Seconds);
        return new GatewayBenchReport
        {
            Seconds = seconds,
            Streams = request.Streams,
            Rate = request.Rate,
            Jobs = 0,
            Submissions = submissions.Length,
            SubmitP50Milliseconds = LoadReport.Percentile(submissions, 0.5),
            SubmitP95Milliseconds = LoadReport.Percentile(submissions, 0.95),
            SubmitP99Milliseconds = LoadReport.Percentile(submissions, 0.99),
            StreamsOpened = _tally.Opened,
            Ends = _tally.Ends,
            Events = delays.Length,
            EventP50Milliseconds = LoadReport.Percentile(delays, 0.5),
            EventP99Milliseconds = LoadReport.Percentile(delays, 0.99),
            Errors = _tally.Errors,
            ResidentMegabytes = measured.Average(sample => sample.ResidentMegabytes),
            ResidentMaxMegabytes = measured.Max(sample => sample.ResidentMegabytes),
            ResidentTrend = Trend.PerMinute(measured, sample => sample.ResidentMegabytes),
            ManagedMegabytes = measured.Average(sample => sample.ManagedMegabytes),
            ManagedMaxMegabytes = measured.Max(sample => sample.ManagedMegabytes),
            ManagedTrend = Trend.PerMinute(measured, sample => sample.ManagedMegabytes),
            HandlesBefore = null,
            HandlesMax = measured.Max(sample => sample.Handles),
            HandlesAfter = null,
            ThreadsMax = measured.Max(sample => sample.Threads),
            QueuedMax = measured.Max(sample => sample.Queued),
            Processors = processors,
            ProcessorMillisecondsPerRequest = 1000 * processors * seconds / (submissions.Length + _tally.Opened),
            LoadProcessors = load.TotalSeconds / seconds,
            Aborted = 0,
            StreamsLeft = 0,
            Violations = _violations,
            Samples = all,
        };
    }
}
