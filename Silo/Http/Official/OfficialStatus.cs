using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hunyuan3D.Hosting.Http.Official;

/// <summary>The answer to <c>GET /status/{uid}</c>.</summary>
internal sealed record OfficialStatus
{
    public const string Processing = "processing";
    public const string Completed = "completed";
    public const string Error = "error";

    [Description("processing, completed or error.")]
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    [Description("With completed: the GLB as base64.")]
    [JsonPropertyName("model_base64")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ModelBase64 { get; init; }

    [Description("With error: why there is no model.")]
    [JsonPropertyName("message")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }
}
