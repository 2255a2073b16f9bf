using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hunyuan3D.Inference.Hub;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HubListing))]
[JsonSerializable(typeof(PartialState))]
internal sealed partial class HubJson : JsonSerializerContext;
