using System.CommandLine;

namespace Hunyuan3D.Hosting.Cli.Bench.Chaos;

/// <summary><c>hunyuan3d bench chaos</c>: processes of a cluster under load are killed, and what became of the jobs is audited.</summary>
internal sealed class ChaosVerb : Command
{
    private static readonly ChaosRequest Standard = new();

    private readonly Option<string?> _jobs = new("--jobs") { HelpName = "count", Description = $"Jobs [default: {Standard.Jobs}]." };
    private readonly Option<string?> _kills = new("--kills") { HelpName = "count", Description = $"Kills; fewer are done when the jobs end before [default: {Standard.Kills}]." };
    private readonly Option<string?> _seed = new("--seed") { HelpName = "number", Description = $"Of the order of victims and of the pauses between them [default: {Standard.Seed}]." };
    private readonly Option<string?> _nodes = new("--nodes") { HelpName = "count", Description = $"Processes with one device slot each [default: {Standard.Nodes}]." };
    private readonly Option<string?> _controls = new("--controls") { HelpName = "count", Description = $"Processes for jobs and queue [default: {Standard.Controls}]." };
    private readonly Option<string?> _users = new("--users") { HelpName = "count", Description = $"Callers at a time [default: {Standard.Users}]." };
    private readonly Option<string?> _shape = new("--shape") { HelpName = "time", Description = "Time of the shape stage [default: 3s]." };
    private readonly Option<string?> _texture = new("--texture") { HelpName = "time", Description = "Time of the texture stage [default: 1500ms]." };
    private readonly Option<string?> _steps = new("--steps") { HelpName = "count", Description = $"Steps of a stage, with a checkpoint after each [default: {Standard.Steps}]." };
    private readonly Option<string?> _pause = new("--pause") { HelpName = "time", Description = "Mean pause between the return of a killed process and the next kill [default: 2s]." };
    private readonly Option<string?> _limit = new("--limit") { HelpName = "time", Description = "The jobs have to be done this long after the last kill [default: 5m]." };
    private readonly Option<bool> _redis = new("--redis") { Description = "Starts a redis-server, which is killed too [default: the store inside the first control process]." };
    private readonly Option<string?> _logs = new("--logs") { HelpName = "folder", Description = "Keeps what the servers print." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints JSON." };

    public ChaosVerb()
        : base("chaos", "Starts a cluster of real processes with the simulated engine, kills one after the other while jobs run, and checks that nothing was lost and nothing ran twice.")
    {
        foreach (var option in (Option[])[_jobs, _kills, _seed, _nodes, _controls, _users, _shape, _texture, _steps, _pause, _limit, _redis, _logs, _json])
            Add(option);
        SetAction(async (parsed, _) =>
        {
            using var signals = new TerminationSignals();
            var (request, console) = (Read(parsed), parsed.InvocationConfiguration);
            var report = await ChaosRun.RunAsync(request, console.Error, signals.Token);
            await console.Output.WriteLineAsync(request.Json ? ChaosText.Json(report) : ChaosText.Of(report));
            return report.Violations.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        });
    }

    private ChaosRequest Read(ParseResult parsed) => new()
    {
        Jobs = BenchValues.Whole(parsed, _jobs, Standard.Jobs, 1, 100_000),
        Kills = BenchValues.Whole(parsed, _kills, Standard.Kills, 0, 100_000),
        Seed = BenchValues.Whole(parsed, _seed, Standard.Seed, 0, int.MaxValue),
        Nodes = BenchValues.Whole(parsed, _nodes, Standard.Nodes, 1, 64),
        Controls = BenchValues.Whole(parsed, _controls, Standard.Controls, 1, 16),
        Users = BenchValues.Whole(parsed, _users, Standard.Users, 1, 1000),
        Shape = BenchValues.Span(parsed, _shape, Standard.Shape),
        Texture = BenchValues.Span(parsed, _texture, Standard.Texture),
        Steps = BenchValues.Whole(parsed, _steps, Standard.Steps, 1, 1000),
        Pause = BenchValues.Span(parsed, _pause, Standard.Pause),
        Limit = BenchValues.Span(parsed, _limit, Standard.Limit),
        RedisServer = parsed.GetValue(_redis),
        Logs = parsed.GetValue(_logs),
        Json = parsed.GetValue(_json),
    };
}
