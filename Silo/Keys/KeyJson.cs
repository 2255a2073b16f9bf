using System.Text.Json;
using System.Text.Json.Serialization;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Hosting.Keys;

/// <summary>Keys on disk.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, Converters = [typeof(JsonStringEnumConverter<KeyRole>), typeof(JsonStringEnumConverter<GenerationPriority>)])]
[JsonSerializable(typeof(ApiKey))]
internal sealed partial class KeyJson : JsonSerializerContext;
