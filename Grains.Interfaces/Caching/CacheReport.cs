using System.Collections.Immutable;

namespace Hunyuan3D.Grains.Interfaces.Caching;

/// <summary>What a silo's part of the result cache did since its last report.</summary>
/// <param name="Kept">Entries made, or made anew.</param>
/// <param name="Used">Entries asked for.</param>
/// <param name="Dropped">Names of entries that turned out to be of no use.</param>
[GenerateSerializer, Immutable, Alias("h3d.CacheReport")]
public sealed record CacheReport(
    [property: Id(0)] ImmutableArray<CacheItem> Kept,
    [property: Id(1)] ImmutableArray<CacheUse> Used,
    [property: Id(2)] ImmutableArray<string> Dropped,
    [property: Id(3)] CacheCounts Answers);
