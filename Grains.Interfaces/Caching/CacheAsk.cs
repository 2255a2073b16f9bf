using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Interfaces.Caching;

/// <summary>What a job asks the result cache.</summary>
/// <param name="User">Whose job it is.</param>
/// <param name="Texture">Names what decides the texture beyond the shape; null: no texture is wanted.</param>
/// <param name="MeshGiven">The mesh came with the request, so there is no shape to reuse.</param>
[GenerateSerializer, Immutable, Alias("h3d.CacheAsk")]
public sealed record CacheAsk(
    [property: Id(0)] string JobId,
    [property: Id(1)] string User,
    [property: Id(2)] JobUrgency Urgency,
    [property: Id(3)] string? Texture,
    [property: Id(4)] bool MeshGiven);
