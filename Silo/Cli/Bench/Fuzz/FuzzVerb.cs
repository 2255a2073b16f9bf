using System.CommandLine;

namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary><c>hunyuan3d bench fuzz</c>: mutated requests against a live server.</summary>
internal sealed class FuzzVerb : Command
{
    private static readonly FuzzOptions Standard = new();

    private readonly Option<string?> _requests = new("--requests") { HelpName = "count", Description = $"Requests [default: {Standard.Requests}]." };
    private readonly Option<string?> _seed = new("--seed") { HelpName = "number", Description = $"Equal seeds give equal requests [default: {Standard.Seed}]." };
    private readonly Option<string?> _first = new("--first") { HelpName = "number", Description = "Number of the first request, to repeat one by itself [default: 0]." };
    private readonly Option<string?> _workers = new("--workers") { HelpName = "count", Description = $"Requests at a time [default: {Standard.Workers}]." };
    private readonly Option<bool> _keys = new("--keys") { Description = "Gives the server keys; requests come with an administrator's, a user's, a broken one or none." };
    private readonly Option<bool> _show = new("--show") { Description = "Prints each request before it is sent." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints JSON." };

    public FuzzVerb()
        : base("fuzz", "Starts a server, sends it mutated requests of every kind, and checks that it answers none with 500, loses nothing and serves on.")
    {
        foreach (var option in (Option[])[_requests, _seed, _first, _workers, _keys, _show, _json])
            Add(option);
        SetAction(async (parsed, _) =>
        {
            using var signals = new TerminationSignals();
            var (options, console) = (Read(parsed), parsed.InvocationConfiguration);
            var report = await FuzzRun.RunAsync(options, console.Error, signals.Token);
            await console.Output.WriteLineAsync(options.Json ? FuzzText.Json(report) : FuzzText.Of(report));
            return report.Violations.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        });
    }

    private FuzzOptions Read(ParseResult parsed) => new()
    {
        Requests = BenchValues.Whole(parsed, _requests, Standard.Requests, 1, 10_000_000),
        Seed = BenchValues.Whole(parsed, _seed, Standard.Seed, 0, int.MaxValue),
        First = BenchValues.Whole(parsed, _first, Standard.First, 0, 1_000_000_000),
        Workers = BenchValues.Whole(parsed, _workers, Standard.Workers, 1, 1000),
        Keys = parsed.GetValue(_keys),
        Show = parsed.GetValue(_show),
        Json = parsed.GetValue(_json),
    };
}
