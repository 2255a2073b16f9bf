using System.Text.Json;
using System.Text.Json.Serialization;
using Hunyuan3D.Hosting.Cli.Models;

namespace Hunyuan3D.Hosting.Cli;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(GenerationSummary))]
[JsonSerializable(typeof(ModelListing))]
[JsonSerializable(typeof(ImportedModel))]
[JsonSerializable(typeof(PulledModel))]
internal sealed partial class CliJson : JsonSerializerContext;
