namespace Hunyuan3D.Grains.Interfaces.Caching;

/// <summary>An entry of the result cache was asked for.</summary>
[GenerateSerializer, Immutable, Alias("h3d.CacheUse")]
public readonly record struct CacheUse([property: Id(0)] string Name, [property: Id(1)] DateTimeOffset At);
