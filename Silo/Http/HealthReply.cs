namespace Hunyuan3D.Hosting.Http;

/// <summary>What a probe is told.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c>, <c>starting</c> or <c>stopping</c>.</param>
internal sealed record HealthReply(string Status);
