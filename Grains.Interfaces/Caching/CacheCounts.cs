namespace Hunyuan3D.Grains.Interfaces.Caching;

/// <summary>How often the result cache gave which answer; a request counts once.</summary>
/// <param name="Hits">The result was known.</param>
/// <param name="PartialHits">The mesh was known.</param>
/// <param name="Joins">An equal job was running, and its result was waited for.</param>
/// <param name="ShapeJoins">A job with the same shape was running, and its mesh was waited for.</param>
/// <param name="Misses">Nothing of it was known, and nobody ran it.</param>
[GenerateSerializer, Immutable, Alias("h3d.CacheCounts")]
public readonly record struct CacheCounts(
    [property: Id(0)] long Hits,
    [property: Id(1)] long PartialHits,
    [property: Id(2)] long Joins,
    [property: Id(3)] long ShapeJoins,
    [property: Id(4)] long Misses)
{
    /// <summary>The sum of both.</summary>
    public static CacheCounts operator +(CacheCounts left, CacheCounts right) => Add(left, right);

    /// <summary>The sum of both.</summary>
    public static CacheCounts Add(CacheCounts left, CacheCounts right) => new(
        left.Hits + right.Hits,
        left.PartialHits + right.PartialHits,
        left.Joins + right.Joins,
        left.ShapeJoins + right.ShapeJoins,
        left.Misses + right.Misses);
}
