namespace Hunyuan3D.Grains.Interfaces.Caching;

/// <summary>The result cache of the cluster in numbers.</summary>
[GenerateSerializer, Immutable, Alias("h3d.CacheStatus")]
public sealed record CacheStatus
{
    /// <summary>The cache is turned off.</summary>
    public static CacheStatus Off { get; } = new();

    [Id(0)]
    public bool Enabled { get; init; }

    /// <summary>Meshes and results that are kept.</summary>
    [Id(1)]
    public int Entries { get; init; }

    [Id(2)]
    public int MaxEntries { get; init; }

    /// <summary>Size of the files that entries name; one that several name counts once.</summary>
    [Id(3)]
    public long Bytes { get; init; }

    [Id(4)]
    public long MaxBytes { get; init; }

    [Id(5)]
    public TimeSpan MaxAge { get; init; }

    /// <summary>Answers since <see cref="Since"/>.</summary>
    [Id(6)]
    public CacheCounts Answers { get; init; }

    /// <summary>Entries evicted because of their age, since <see cref="Since"/>.</summary>
    [Id(7)]
    public long EvictedByAge { get; init; }

    /// <summary>Entries evicted for lack of room, since <see cref="Since"/>.</summary>
    [Id(8)]
    public long EvictedBySize { get; init; }

    /// <summary>When counting began; the entries themselves outlive that.</summary>
    [Id(9)]
    public DateTimeOffset Since { get; init; }
}
