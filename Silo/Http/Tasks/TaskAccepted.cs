using System.Text.Json.Serialization;

namespace Hunyuan3D.Hosting.Http.Tasks;

/// <summary>The answer to <c>POST /generate/3d</c>.</summary>
/// <param name="TaskId">Names the task in <c>GET /generate/3d/{task_id}</c>.</param>
/// <param name="Status"><c>queued</c>.</param>
internal sealed record TaskAccepted([property: JsonPropertyName("task_id")] string TaskId, [property: JsonPropertyName("status")] string Status);
