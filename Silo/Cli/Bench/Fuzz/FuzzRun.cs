using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Http;
using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Keys;
using Hunyuan3D.Hosting.Telemetry;

namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>Carries out one <c>bench fuzz</c>: the requests, and then what is left of the server.</summary>
internal sealed class FuzzRun(FuzzOptions options, FuzzServer server, HttpClient http, TextWriter progress)
{
    /// <summary>Completed jobs that requests can name.</summary>
    private const int KnownJobs = 3;

    private const int PageOfJobs = 1000;
    private const int LongestProblem = 400;

    /// <summary>Connections of this program and of the server to itself come and go.</summary>
    private const int HandleSlack = 24;

    /// <summary>Jobs stay in memory for two minutes after their end, and what a full collection would find is counted until there is one: it swings by 100 MB.</summary>
    private const double ManagedSlackMegabytes = 256;

    private const double Megabyte = 1 << 20;

    /// <summary>Memory is read after each.</summary>
    private const int Parts = 10;

    /// <summary>For what has to come true afterwards.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<int, int> _answers = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly List<FuzzReading> _memory = [];

    public static async Task<FuzzReport> RunAsync(FuzzOptions options, TextWriter progress, CancellationToken cancellationToken)
    {
        var adminKey = options.Keys ? KeyText.New().Key : null;
        await using var server = await FuzzServer.StartAsync(adminKey, cancellationToken);
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = Limit };
        if (adminKey is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", adminKey);
        return await new FuzzRun(options, server, http, progress).RunAsync(cancellationToken);
    }

    private async Task<FuzzReport> RunAsync(CancellationToken cancellationToken)
    {
        var api = new BenchApi(http);
        var ids = new List<string>();
        for (var seed = 0; seed < KnownJobs; seed++)
            ids.Add((await api.CompleteAsync("known", seed, texture: true, cancellationToken)).Id);
        var mutator = new FuzzMutator(new FuzzCorpus(ids), options.Seed, await CreateKeyAsync(cancellationToken));
        var (handles, start) = (server.Handles, Stopwatch.GetTimestamp());
        await RememberAsync(0, cancellationToken);
        for (var part = 0; part < Parts && server.IsRunning; part++)
        {
            await SendAsync(mutator, options.First + Share(part), options.First + Share(part + 1), cancellationToken);
            await RememberAsync(Share(part + 1), cancellationToken);
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (!server.IsRunning)
            return Report(seconds, jobs: 0, handles, handlesAfter: 0, ["The server has ended.", .. server.Problems.TakeLast(5)]);
        var jobs = await CheckJobsAsync(cancellationToken);
        await CheckServesAsync(api, cancellationToken);
        var handlesAfter = await CheckLeftAsync(handles, cancellationToken);
        await RememberAsync(options.Requests, cancellationToken);
        var rise = _memory[^1].Managed - _memory[Parts / 2].Managed;
        if (rise > ManagedSlackMegabytes)
            _violations.Enqueue(string.Create(CultureInfo.InvariantCulture, $"The second half of the requests has left {rise:F0} MB in the managed heap."));
        return Report(seconds, jobs, handles, handlesAfter, []);

        int Share(int part) => (int)((long)options.Requests * part / Parts);
    }

    /// <summary>Null: the server has no keys.</summary>
    private async Task<FuzzCredentials?> CreateKeyAsync(CancellationToken cancellationToken)
    {
        if (http.DefaultRequestHeaders.Authorization?.Parameter is not { } admin)
            return null;
        using var answer = await http.PostAsync(KeysApi.Root, new StringContent("""{"user":"fuzz"}""", mediaType: MediaTypeHeaderValue.Parse("application/json")), cancellationToken);
        answer.EnsureSuccessStatusCode();
        return new FuzzCredentials(admin, JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(cancellationToken), NativeJson.Default.KeyReply)!.Key!);
    }

    private async Task RememberAsync(int requests, CancellationToken cancellationToken)
    {
        if (server.IsRunning)
            _memory.Add(new FuzzReading(requests, server.ResidentMegabytes, new MetricsText(await http.GetStringAsync(TelemetryComposition.MetricsPath, cancellationToken)).ManagedBytes / Megabyte));
    }

    private async Task SendAsync(FuzzMutator mutator, int from, int to, CancellationToken cancellationToken)
    {
        using var client = new FuzzHttpClient(server.Address);
        var socket = new FuzzSocket(server.EndPoint);
        await Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = cancellationToken }, async (number, token) =>
        {
            var request = mutator.Make(number);
            if (options.Show)
                await progress.WriteLineAsync(request.Describe());
            var answer = request.ByHttpClient ? await client.SendAsync(request, token) : await socket.SendAsync(request, token);
            // A kept connection may be closed by one side while the other begins to use it; on one of its own the request must be answered.
            if (answer is { Status: null, IsLate: false } && request.MustBeAnswered)
                answer = await socket.SendAsync(request, token);
            Judge(request, answer);
        });
    }

    private void Judge(FuzzCase request, FuzzAnswer? answer)
    {
        _answers.AddOrUpdate(answer?.Status ?? 0, 1, (_, count) => count + 1);
        if (answer is not { } told)
            return;
        if (told.Status == (int)HttpStatusCode.InternalServerError)
            _violations.Enqueue($"{request.Describe()} was answered 500: {told.Text}");
        else if (told.IsLate)
            _violations.Enqueue($"{request.Describe()} was neither answered nor cut off.");
        else if (told.Status is null && request.MustBeAnswered)
            _violations.Enqueue($"{request.Describe()} was cut off without an answer.");
    }

    /// <summary>Every job that came of the requests ends.</summary>
    private async Task<int> CheckJobsAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var jobs = await ListAsync(cancellationToken);
            var open = jobs.Where(job => job.Status is GenerationStatusCode.Queued or GenerationStatusCode.Running).ToArray();
            if (open.Length == 0)
                return jobs.Count;
            if (Stopwatch.GetElapsedTime(start) > Limit)
            {
                _violations.Enqueue($"{open.Length} of {jobs.Count} jobs have not ended, {open[0].Id} among them ({open[0].Status}, waiting for {open[0].WaitingFor}).");
                return jobs.Count;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task<List<NativeJob>> ListAsync(CancellationToken cancellationToken)
    {
        List<NativeJob> jobs = [];
        for (string? page = $"{NativeApi.Root}?limit={PageOfJobs}"; page is not null;)
        {
            var list = JsonSerializer.Deserialize(await http.GetStringAsync(page, cancellationToken), NativeJson.Default.NativeJobList)!;
            jobs.AddRange(list.Generations);
            page = list.Next;
        }

        return jobs;
    }

    private async Task CheckServesAsync(BenchApi api, CancellationToken cancellationToken)
    {
        try
        {
            await api.RunAsync("after", KnownJobs, texture: true, cancellationToken);
            foreach (var probe in (string[])["/health", "/healthz/ready"])
            {
                using var answer = await http.GetAsync(probe, cancellationToken);
                answer.EnsureSuccessStatusCode();
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            _violations.Enqueue($"The server does not serve any more: {e.Message}");
        }
    }

    /// <summary>Connections are closed and files removed.</summary>
    private async Task<int> CheckLeftAsync(int handlesBefore, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var (handles, files) = (server.Handles, server.TemporaryFiles);
            if (handles <= handlesBefore + HandleSlack && files.Count == 0)
                return handles;
            if (Stopwatch.GetElapsedTime(start) > Limit)
            {
                _violations.Enqueue($"{handles} handles are open, {handlesBefore} were before; {files.Count} temporary files are left: {string.Join(", ", files.Take(5))}");
                return handles;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static string Shorten(string line) => line[..Math.Min(line.Length, LongestProblem)];

    private FuzzReport Report(double seconds, int jobs, int handlesBefore, int handlesAfter, IEnumerable<string> more)
    {
        var problems = server.Problems;
        // A store that is slow on a busy machine is no defect of what answers requests.
        var failures = problems.Where(line => !line.Contains(" warn: ", StringComparison.Ordinal) && !line.Contains(" fail: Orleans.", StringComparison.Ordinal)).ToArray();
        var warnings = problems.Except(failures).ToArray();
        return new FuzzReport
        {
            Requests = options.Requests,
            Seed = options.Seed,
            Seconds = seconds,
            Answers = _answers.OrderBy(answer => answer.Key).ToDictionary(),
            Jobs = jobs,
            Memory = _memory,
            HandlesBefore = handlesBefore,
            HandlesAfter = handlesAfter,
            Warnings = warnings.Length,
            // One of each source.
            SomeWarnings = [.. warnings.DistinctBy(line => line.Split(' ')[2]).Take(5).Select(Shorten)],
            Violations = [.. _violations, .. failures.Select(line => $"The server said: {Shorten(line)}"), .. more],
        };
    }
}
