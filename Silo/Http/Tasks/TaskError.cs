using System.Text.Json.Serialization;

namespace Hunyuan3D.Hosting.Http.Tasks;

/// <summary>Why a task failed.</summary>
/// <param name="Code">For programs, for example <c>invalidInput</c>.</param>
/// <param name="Message">For people.</param>
internal sealed record TaskError([property: JsonPropertyName("code")] string Code, [property: JsonPropertyName("message")] string Message);
