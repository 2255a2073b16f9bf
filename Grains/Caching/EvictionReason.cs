namespace Hunyuan3D.Grains.Caching;

/// <summary>Why an entry of the cache had to go.</summary>
internal enum EvictionReason
{
    /// <summary>It was older than results may be.</summary>
    Age = 0,

    /// <summary>There was no room for it.</summary>
    Size = 1,
}
