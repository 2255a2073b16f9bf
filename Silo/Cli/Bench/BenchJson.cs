using System.Text.Json;
using System.Text.Json.Serialization;
using Hunyuan3D.Grains.Simulation;
using Hunyuan3D.Hosting.Cli.Bench.Chaos;
using Hunyuan3D.Hosting.Cli.Bench.Fuzz;
using Hunyuan3D.Hosting.Cli.Bench.Gateway;

namespace Hunyuan3D.Hosting.Cli.Bench;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LoadReport))]
[JsonSerializable(typeof(NoOpReport))]
[JsonSerializable(typeof(SimulationReport))]
[JsonSerializable(typeof(IReadOnlyList<ReferenceComparison>))]
[JsonSerializable(typeof(ChaosReport))]
[JsonSerializable(typeof(GatewayBenchReport))]
[JsonSerializable(typeof(FuzzReport))]
internal sealed partial class BenchJson : JsonSerializerContext;
