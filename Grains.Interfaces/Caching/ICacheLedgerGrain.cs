using Orleans.Concurrency;

namespace Hunyuan3D.Grains.Interfaces.Caching;

/// <summary>Knows all that the result cache of the cluster keeps, and evicts what is too old or too much. There is one, <see cref="Key"/>.</summary>
[Alias("h3d.ICacheLedgerGrain")]
public interface ICacheLedgerGrain : IGrainWithIntegerKey
{
    const long Key = 0;

    /// <summary>What a silo's part of the cache did since its last report.</summary>
    [Alias("Report")]
    Task Report(CacheReport report);

    [Alias("GetStatus"), AlwaysInterleave]
    Task<CacheStatus> GetStatus();
}
