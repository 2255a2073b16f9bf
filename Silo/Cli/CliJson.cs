using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hunyuan3D.Hosting.Cli;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(GenerationSummary))]
internal sealed partial class CliJson : JsonSerializerContext;
