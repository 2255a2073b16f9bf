using System.CommandLine;
using Hunyuan3D.Hosting.Cli.Bench.Chaos;
using Hunyuan3D.Hosting.Cli.Bench.Fuzz;
using Hunyuan3D.Hosting.Cli.Bench.Gateway;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary><c>hunyuan3d bench</c>: how much a cluster serves, measured and simulated.</summary>
internal sealed class BenchVerb : Command
{
    public BenchVerb()
        : base("bench", "Measures how a cluster serves load and what it makes of failures. Uses the simulated engine, so it needs no models.")
    {
        Add(new ClusterBenchVerb());
        Add(new SimulateBenchVerb());
        Add(new ChaosVerb());
        Add(new GatewayBenchVerb());
        Add(new FuzzVerb());
    }
}
