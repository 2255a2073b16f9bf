using System.Text.Json;
using System.Text.Json.Serialization;
using Hunyuan3D.Grains.Simulation;
using Hunyuan3D.Hosting.Cli.Bench.Chaos;

namespace Hunyuan3D.Hosting.Cli.Bench;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LoadReport))]
[JsonSerializable(typeof(NoOpReport))]
[JsonSerializable(typeof(SimulationReport))]
[JsonSerializable(typeof(IReadOnlyList<ReferenceComparison>))]
[JsonSerializable(typeof(ChaosReport))]
internal sealed partial class BenchJson : JsonSerializerContext;
