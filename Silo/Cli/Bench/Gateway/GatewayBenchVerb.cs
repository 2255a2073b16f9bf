using System.CommandLine;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Cli.Bench.Gateway;

/// <summary><c>hunyuan3d bench http</c>: one gateway under submissions and event streams.</summary>
internal sealed class GatewayBenchVerb : Command
{
    private static readonly GatewayBenchRequest Standard = new();

    private readonly Option<string?> _streams = new("--streams") { HelpName = "count", Description = $"Event streams open at a time [default: {Standard.Streams}]." };
    private readonly Option<string?> _rate = new("--rate") { HelpName = "jobs", Description = $"Submissions a second, which arrive at random [default: {Standard.Rate}]." };
    private readonly Option<string?> _warmUp = new("--warm-up") { HelpName = "time", Description = "The same load before the measurement [default: 20s]." };
    private readonly Option<string?> _duration = new("--duration") { HelpName = "time", Description = "Time of the measurement [default: 60s]." };
    private readonly Option<string?> _nodes = new("--nodes") { HelpName = "count", Description = $"Processes with devices [default: {Standard.Nodes}]." };
    private readonly Option<string?> _slots = new("--slots") { HelpName = "count", Description = $"Device slots of each [default: {Standard.Slots}]." };
    private readonly Option<string?> _job = new("--job") { HelpName = "time", Description = "How long a job runs [default: 8s]." };
    private readonly Option<string?> _steps = new("--steps") { HelpName = "count", Description = $"Steps of a job, each of which is told [default: {Standard.Steps}]." };
    private readonly Option<string?> _aborts = new("--aborts") { HelpName = "count", Description = $"Streams that are opened and dropped at the end; none may be left [default: {Standard.Aborts}]." };
    private readonly Option<string?> _seed = new("--seed") { HelpName = "number", Description = $"Of the times of arrival [default: {Standard.Seed}]." };
    private readonly Option<string?> _url = new("--url") { HelpName = "url", Description = "A server that runs already and has the simulated engine [default: a cluster of its own]." };
    private readonly Option<string?> _apiKey = new("--api-key") { HelpName = "key", Description = "Sent with every request; an administrator's, since figures are read from /metrics." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints JSON, with the readings of every second." };

    public GatewayBenchVerb()
        : base("http", "Opens event streams and submits jobs at one gateway, and tells latencies, errors, and what the gateway takes of memory, handles and processor.")
    {
        foreach (var option in (Option[])[_streams, _rate, _warmUp, _duration, _nodes, _slots, _job, _steps, _aborts, _seed, _url, _apiKey, _json])
            Add(option);
        SetAction(async (parsed, _) =>
        {
            using var signals = new TerminationSignals();
            var (request, console) = (Read(parsed), parsed.InvocationConfiguration);
            var report = await GatewayBenchRun.RunAsync(request, console.Error, signals.Token);
            await console.Output.WriteLineAsync(request.Json ? GatewayBenchText.Json(report) : GatewayBenchText.Of(report));
            return report.Violations.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        });
    }

    private GatewayBenchRequest Read(ParseResult parsed) => new()
    {
        Streams = BenchValues.Whole(parsed, _streams, Standard.Streams, 1, 20_000),
        Rate = BenchValues.Real(parsed, _rate, Standard.Rate, 0.1, 10_000),
        WarmUp = BenchValues.Span(parsed, _warmUp, Standard.WarmUp),
        Duration = BenchValues.Span(parsed, _duration, Standard.Duration),
        Nodes = BenchValues.Whole(parsed, _nodes, Standard.Nodes, 1, 64),
        Slots = BenchValues.Whole(parsed, _slots, Standard.Slots, 1, 256),
        Job = BenchValues.Span(parsed, _job, Standard.Job),
        Steps = BenchValues.Whole(parsed, _steps, Standard.Steps, 1, 1000),
        Aborts = BenchValues.Whole(parsed, _aborts, Standard.Aborts, 0, 100_000),
        Seed = BenchValues.Whole(parsed, _seed, Standard.Seed, 0, int.MaxValue),
        Url = ReadUrl(parsed),
        ApiKey = parsed.GetValue(_apiKey),
        Json = parsed.GetValue(_json),
    };

    private Uri? ReadUrl(ParseResult parsed) =>
        parsed.GetValue(_url) is not { } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw new InputProblemException(InputProblem.Value(_url.Name, "an address such as http://127.0.0.1:8080", text));
}
