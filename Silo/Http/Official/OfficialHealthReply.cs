using System.Text.Json.Serialization;

namespace Hunyuan3D.Hosting.Http.Official;

/// <summary>The answer to <c>GET /health</c>.</summary>
/// <param name="Status"><c>healthy</c>, or with 503 <c>starting</c> or <c>stopping</c>.</param>
/// <param name="WorkerId">Names this process until it ends.</param>
internal sealed record OfficialHealthReply([property: JsonPropertyName("status")] string Status, [property: JsonPropertyName("worker_id")] string WorkerId);
