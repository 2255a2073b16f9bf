using System.CommandLine;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary><c>hunyuan3d bench cluster</c>: real processes under load.</summary>
internal sealed class ClusterBenchVerb : Command
{
    private static readonly ClusterBenchRequest Standard = new();

    private readonly Option<string?> _nodes = new("--nodes") { HelpName = "count", Description = "Processes with one device slot each [default: 1; with --no-op 4]." };
    private readonly Option<string?> _users = new("--users") { HelpName = "count", Description = "Callers, each of whom submits the next job when the one before is done [default: 5; with --no-op 32]." };
    private readonly Option<string?> _shape = new("--shape") { HelpName = "time", Description = "Time of the shape stage [default: 50s]." };
    private readonly Option<string?> _texture = new("--texture") { HelpName = "time", Description = "Time of the texture stage; 0s: none [default: 35s]." };
    private readonly Option<string?> _scale = new("--time-scale") { HelpName = "factor", Description = "Factor on both stages; figures are told at scale 1 [default: 0.01]." };
    private readonly Option<string?> _duration = new("--duration") { HelpName = "time", Description = "Wall time of the measurement, after warming up [default: 20s]." };
    private readonly Option<string?> _duplicates = new("--duplicates") { HelpName = "share", Description = "Share of jobs that repeat an earlier one, which the cache answers [default: 0]." };
    private readonly Option<string?> _rate = new("--rate") { HelpName = "jobs", Description = "Jobs a minute (at time scale 1) that arrive at random, in place of callers." };
    private readonly RedisOption _redis = new("The Redis of the measured cluster; it should hold nothing else [default: one inside the first process].");
    private readonly Option<bool> _table = new("--table") { Description = "Measures the four rows of the reference table, each beside the ideal." };
    private readonly Option<bool> _noOp = new("--no-op") { Description = "Stages that take no time: latency on an idle cluster, jobs a second, calls a job." };
    private readonly Option<bool> _noCache = new("--no-cache") { Description = "Jobs neither ask the result cache nor leave their result there." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints JSON." };

    public ClusterBenchVerb()
        : base("cluster", "Starts a cluster of real processes with the simulated engine, puts load on it, and tells response times, throughput and the share of the ideal.")
    {
        foreach (var option in (Option[])[_nodes, _users, _shape, _texture, _scale, _duration, _duplicates, _rate, _redis, _table, _noOp, _noCache, _json])
            Add(option);
        SetAction(async (parsed, _) =>
        {
            using var signals = new TerminationSignals();
            var console = parsed.InvocationConfiguration;
            await new ClusterBenchRun(console.Output, console.Error).RunAsync(Read(parsed), signals.Token);
            return ExitCode.Success;
        });
    }

    private ClusterBenchRequest Read(ParseResult parsed)
    {
        var noOp = parsed.GetValue(_noOp);
        return new ClusterBenchRequest
        {
            Nodes = BenchValues.Whole(parsed, _nodes, noOp ? 4 : Standard.Nodes, 1, 256),
            Users = BenchValues.Whole(parsed, _users, noOp ? 32 : Standard.Users, 1, 10_000),
            Shape = BenchValues.Span(parsed, _shape, Standard.Shape),
            Texture = BenchValues.Span(parsed, _texture, Standard.Texture),
            TimeScale = BenchValues.Real(parsed, _scale, Standard.TimeScale, 0.0001, 100),
            Duration = BenchValues.Span(parsed, _duration, Standard.Duration),
            Duplicates = BenchValues.Real(parsed, _duplicates, Standard.Duplicates, 0, 0.99),
            Rate = parsed.GetValue(_rate) is null ? null : BenchValues.Real(parsed, _rate, 0, 0.001, 1_000_000),
            Redis = _redis.Read(parsed),
            Table = parsed.GetValue(_table),
            NoOp = noOp,
            Cache = !parsed.GetValue(_noCache),
            Json = parsed.GetValue(_json),
        };
    }
}
