namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>Where a reused shape came from.</summary>
/// <param name="JobId">The job whose shape stage made it; null: another user's.</param>
/// <param name="Made">When that stage ended.</param>
[GenerateSerializer, Immutable, Alias("h3d.ShapeSource")]
public sealed record ShapeSource([property: Id(0)] string? JobId, [property: Id(1)] DateTimeOffset Made);
