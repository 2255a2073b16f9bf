using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hunyuan3D.Inference.Hub;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(HubListing))]
[JsonSerializable(typeof(PartialState))]
[JsonSerializable(typeof(LicenceAcceptance))]
internal sealed partial class HubJson : JsonSerializerContext;
