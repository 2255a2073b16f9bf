using System.Text.Json.Serialization;

namespace Hunyuan3D.Hosting.Http.Official;

/// <summary>The answer to <c>POST /send</c>.</summary>
/// <param name="Uid">Names the job in <c>GET /status/{uid}</c>; a UUID.</param>
internal sealed record OfficialSent([property: JsonPropertyName("uid")] string Uid);
