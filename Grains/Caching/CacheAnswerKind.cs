namespace Hunyuan3D.Grains.Caching;

/// <summary>What the cache could do for a request.</summary>
internal enum CacheAnswerKind
{
    /// <summary>The result was known.</summary>
    Hit = 0,

    /// <summary>The mesh was known.</summary>
    Partial = 1,

    /// <summary>An equal job runs, and its result is waited for.</summary>
    Join = 2,

    /// <summary>A job with the same shape runs, and its mesh is waited for.</summary>
    JoinShape = 3,

    /// <summary>Nothing was known.</summary>
    Miss = 4,
}
