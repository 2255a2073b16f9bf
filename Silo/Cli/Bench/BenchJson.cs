using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hunyuan3D.Hosting.Cli.Bench;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(LoadReport))]
[JsonSerializable(typeof(NoOpReport))]
[JsonSerializable(typeof(IReadOnlyList<ReferenceComparison>))]
internal sealed partial class BenchJson : JsonSerializerContext;
