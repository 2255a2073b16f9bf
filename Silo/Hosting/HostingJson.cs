using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hunyuan3D.Hosting;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(ClusterPorts))]
internal sealed partial class HostingJson : JsonSerializerContext;
