using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Artifacts;

namespace Hunyuan3D.Grains.Interfaces.Caching;

/// <summary>An entry of the result cache, as far as its bounds go.</summary>
/// <param name="Name">Unique in the cluster.</param>
/// <param name="Files">The artifacts that it keeps from being swept.</param>
/// <param name="Used">When it was last made or asked for.</param>
[GenerateSerializer, Immutable, Alias("h3d.CacheItem")]
public sealed record CacheItem(
    [property: Id(0)] string Name,
    [property: Id(1)] ImmutableArray<ArtifactRef> Files,
    [property: Id(2)] DateTimeOffset Made,
    [property: Id(3)] DateTimeOffset Used);
