using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Grains.Caching;

/// <summary>
/// What the result cache keeps, and for how long. All processes of a cluster want the same. Section <c>Hunyuan3D:Cache</c>.
/// </summary>
public sealed class ResultCacheOptions
{
    public const string Section = "Hunyuan3D:Cache";

    /// <summary>False: nothing is kept, nothing is reused, and equal jobs do not join. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>What is older is made anew. 1 s to 100 years; default 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Size of the artifacts that the cache holds together; beyond it the least recently used are let go of. 0 to 1 PiB; default 20 GiB. It bounds what the cache keeps from being swept, so it
    /// bounds the disk only together with <c>Hunyuan3D:Artifacts:MaxAge</c>.
    /// </summary>
    [Range(0, 1L << 50)]
    public long MaxBytes { get; set; } = 20L << 30;

    /// <summary>Meshes and results kept, 1 to 10,000,000; default 100,000. Each takes about 500 bytes of memory on the silo that looks after them, and a small file.</summary>
    [Range(1, 10_000_000)]
    public int MaxEntries { get; set; } = 100_000;
}
