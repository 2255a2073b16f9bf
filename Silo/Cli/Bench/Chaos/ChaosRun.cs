using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Http;

namespace Hunyuan3D.Hosting.Cli.Bench.Chaos;

/// <summary>Carries out one <c>bench chaos</c>: load, kills, and the audit.</summary>
internal sealed class ChaosRun(ChaosRequest request, ChaosCluster cluster, HttpClient http, TextWriter progress)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    private readonly List<Kill> _kills = [];
    private readonly long _start = Stopwatch.GetTimestamp();

    public static async Task<ChaosReport> RunAsync(ChaosRequest request, TextWriter progress, CancellationToken cancellationToken)
    {
        await using var cluster = await ChaosCluster.StartAsync(request, cancellationToken);
        using var http = new HttpClient { BaseAddress = cluster.Address, Timeout = CallTimeout };
        return await new ChaosRun(request, cluster, http, progress).RunAsync(cancellationToken);
    }

    private async Task<ChaosReport> RunAsync(CancellationToken cancellationToken)
    {
        var load = new ChaosLoad(http, BenchApi.Picture);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = load.RunAsync(request.Jobs, request.Users, stop.Token);
        await KillAsync(load, running, cancellationToken);
        List<string> violations = [];
        try
        {
            await running.WaitAsync(request.Limit, cancellationToken);
        }
        catch (TimeoutException)
        {
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            violations.Add($"{request.Jobs - load.Ended.Count} jobs had not ended {request.Limit.TotalSeconds:F0} s after the last kill: {string.Join(", ", load.Accepted.Except(load.Ended.Select(job => job.Id)))}");
        }

        var seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        violations.AddRange(load.Unexpected.Select(answer => $"A caller was answered {answer}"));
        violations.AddRange(load.Ended.Where(job => job.Status != GenerationStatusCode.Completed).Select(job => $"Job {job.Id} ended {job.Status}: {job.Failure?.Message}"));
        violations.AddRange(await CheckResultsAsync(load, cancellationToken));
        KeepLogs();
        var audit = new ChaosAudit(ChaosLog.Read(cluster.Logs), _kills, request.Steps).Run();
        return new ChaosReport
        {
            Jobs = request.Jobs,
            Completed = load.Ended.Count(job => job.Status == GenerationStatusCode.Completed),
            Kills = _kills.CountBy(kill => kill.Victim).OrderBy(kill => kill.Key).ToDictionary(),
            Seconds = seconds,
            Interrupted = audit.Interrupted,
            RepeatedSteps = audit.RepeatedSteps,
            Steps = audit.Steps,
            LongestDeadLeaseSeconds = audit.LongestDeadLease.TotalSeconds,
            MedianElsewhereSeconds = audit.Elsewhere.Count > 0 ? audit.Elsewhere[audit.Elsewhere.Count / 2].TotalSeconds : null,
            LongestElsewhereSeconds = audit.Elsewhere.Count > 0 ? audit.Elsewhere[^1].TotalSeconds : null,
            Refused = load.Refused,
            Violations = [.. violations, .. audit.Violations],
        };
    }

    /// <summary>In rounds: in each one every process is killed once, in random order.</summary>
    private async Task KillAsync(ChaosLoad load, Task running, CancellationToken cancellationToken)
    {
        var random = new Random(request.Seed);
        int[] round = [.. Enumerable.Range(0, cluster.Count)];
        while (_kills.Count < request.Kills)
        {
            var turn = _kills.Count % round.Length;
            if (turn == 0) random.Shuffle(round);
            var pause = request.Pause * (0.5 + random.NextDouble());
            if (await Task.WhenAny(running, Task.Delay(pause, cancellationToken)) == running) break;
            var kill = await cluster.KillAsync(round[turn], 2 * request.Pause * random.NextDouble(), cancellationToken);
            _kills.Add(kill);
            await progress.WriteLineAsync($"{kill.At:hh\\:mm\\:ss} killed {kill.Victim.ToString().ToLowerInvariant()}, back after {(kill.Back - kill.At).TotalSeconds:F1} s; {load.Ended.Count} of {request.Jobs} jobs ended");
        }
    }

    /// <summary>As many jobs as were submitted, and each with a model whose bytes are those that the result names.</summary>
    private async Task<IReadOnlyList<string>> CheckResultsAsync(ChaosLoad load, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        if (load.Accepted.Count > request.Jobs)
            problems.Add($"{load.Accepted.Count} jobs came of {request.Jobs} submissions.");
        foreach (var job in load.Ended.Where(job => job.Result is not null))
        {
            try
            {
                var model = await http.GetByteArrayAsync(job.Links.Model, cancellationToken);
                if (Convert.ToHexStringLower(SHA256.HashData(model)) != job.Result!.Sha256) problems.Add($"The model of job {job.Id} is not the one that its result names.");
            }
            catch (HttpRequestException e)
            {
                problems.Add($"The model of job {job.Id} could not be read: {e.Message}");
            }
        }

        var list = JsonSerializer.Deserialize(await http.GetStringAsync($"{NativeApi.Root}?limit=1000", cancellationToken), NativeJson.Default.NativeJobList)!;
        if (list.Generations.Count != Math.Min(1000, load.Accepted.Count))
            problems.Add($"The list tells {list.Generations.Count} jobs; {load.Accepted.Count} were submitted.");
        return problems;
    }

    private void KeepLogs()
    {
        if (request.Logs is not { } folder) return;
        Directory.CreateDirectory(folder);
        foreach (var (port, lines) in cluster.Logs)
            File.WriteAllLines(Path.Combine(folder, $"{port}.log"), lines);
        File.WriteAllLines(Path.Combine(folder, "kills.txt"), _kills.Select(kill => kill.ToString()));
    }
}
