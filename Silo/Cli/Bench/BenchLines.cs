using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>What servers tell the load tool.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CallCounts))]
[JsonSerializable(typeof(BenchJob))]
internal sealed partial class BenchLines : JsonSerializerContext;
