using System.Text.Json;
using System.Text.Json.Serialization;
using Hunyuan3D.Hosting.Autoscaling;

namespace Hunyuan3D.Hosting;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(ClusterPorts))]
[JsonSerializable(typeof(LocalSiloRecord))]
internal sealed partial class HostingJson : JsonSerializerContext;
