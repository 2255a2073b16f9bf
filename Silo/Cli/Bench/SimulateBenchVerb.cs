using System.CommandLine;
using System.Text.Json;
using Hunyuan3D.Grains.Simulation;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary><c>hunyuan3d bench simulate</c>: the scheduler alone, with thousands of silos on simulated time.</summary>
internal sealed class SimulateBenchVerb : Command
{
    private static readonly SimulationOptions Standard = new();

    private readonly Option<string?> _silos = new("--silos") { HelpName = "count", Description = $"Silos with one slot each [default: {Standard.Silos}]." };
    private readonly Option<string?> _jobs = new("--jobs") { HelpName = "count", Description = $"Jobs [default: {Standard.Jobs}]." };
    private readonly Option<string?> _users = new("--users") { HelpName = "count", Description = $"Users; the n-th asks for 1/sqrt(n) as much as the first [default: {Standard.Users}]." };
    private readonly Option<string?> _load = new("--load") { HelpName = "factor", Description = "Arriving work over what the silos can do [default: 1.05]." };
    private readonly Option<string?> _wave = new("--wave") { HelpName = "share", Description = "How far arrivals swing around their mean, once in a simulated hour [default: 0.2]." };
    private readonly Option<string?> _spot = new("--spot-share") { HelpName = "share", Description = "Share of spot silos [default: 0.5]." };
    private readonly Option<string?> _shape = new("--shape") { HelpName = "time", Description = "Time of the shape stage [default: 50s]." };
    private readonly Option<string?> _texture = new("--texture") { HelpName = "time", Description = "Time of the texture stage [default: 35s]." };
    private readonly Option<string?> _call = new("--call-cost") { HelpName = "time", Description = "What a grain call costs in the queue's turn beside the scheduling, for the point of saturation [default: 0.015ms, an assumption]." };
    private readonly Option<string?> _seed = new("--seed") { HelpName = "number", Description = "Equal seeds give equal histories [default: 1]." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints JSON." };

    public SimulateBenchVerb()
        : base("simulate", "Runs the scheduler on simulated time: waits by priority and user, fairness, cost, and how many silos one queue can serve.")
    {
        foreach (var option in (Option[])[_silos, _jobs, _users, _load, _wave, _spot, _shape, _texture, _call, _seed, _json])
            Add(option);
        SetAction(async (parsed, _) =>
        {
            using var signals = new TerminationSignals();
            var report = new ClusterSimulation(Read(parsed)).Run(signals.Token);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                parsed.GetValue(_json) ? JsonSerializer.Serialize(report, BenchJson.Default.SimulationReport) : SimulationText.Of(report));
            return ExitCode.Success;
        });
    }

    private SimulationOptions Read(ParseResult parsed) => Standard with
    {
        Silos = BenchValues.Whole(parsed, _silos, Standard.Silos, 1, 1_000_000),
        Jobs = BenchValues.Whole(parsed, _jobs, Standard.Jobs, 1, 100_000_000),
        Users = BenchValues.Whole(parsed, _users, Standard.Users, 1, 1_000_000),
        Load = BenchValues.Real(parsed, _load, Standard.Load, 0.01, 10),
        Wave = BenchValues.Real(parsed, _wave, Standard.Wave, 0, 1),
        SpotShare = BenchValues.Real(parsed, _spot, Standard.SpotShare, 0, 1),
        ShapeSeconds = BenchValues.Span(parsed, _shape, TimeSpan.FromSeconds(Standard.ShapeSeconds)).TotalSeconds,
        TextureSeconds = BenchValues.Span(parsed, _texture, TimeSpan.FromSeconds(Standard.TextureSeconds)).TotalSeconds,
        CallSeconds = BenchValues.Span(parsed, _call, TimeSpan.FromSeconds(Standard.CallSeconds)).TotalSeconds,
        Seed = BenchValues.Whole(parsed, _seed, Standard.Seed, 0, int.MaxValue),
    };
}
