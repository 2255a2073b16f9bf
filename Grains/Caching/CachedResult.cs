using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Caching;

/// <summary>What the grain storage keeps for a cache key.</summary>
[GenerateSerializer, Alias("h3d.CachedResult")]
internal sealed class CachedResult
{
    /// <summary>Null: none yet.</summary>
    [Id(0)]
    public GenerationResult? Result { get; set; }

    [Id(1)]
    public DateTimeOffset Made { get; set; }
}
