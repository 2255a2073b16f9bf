using System.Text.Json;
using System.Text.Json.Serialization;
using Hunyuan3D.Hosting.Http.Official;
using Hunyuan3D.Hosting.Http.Tasks;

namespace Hunyuan3D.Hosting.Http;

/// <summary>Replies of the other dialects. Their names are spelled out on the types, since each dialect has its own.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OfficialSent))]
[JsonSerializable(typeof(OfficialStatus))]
[JsonSerializable(typeof(OfficialHealthReply))]
[JsonSerializable(typeof(TaskAccepted))]
[JsonSerializable(typeof(TaskView))]
internal sealed partial class DialectJson : JsonSerializerContext;
