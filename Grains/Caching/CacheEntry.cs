using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Caching;

/// <summary>What the cache keeps under one name: what a shape stage made, or the result of a textured job.</summary>
[GenerateSerializer, Immutable, Alias("h3d.CacheEntry")]
internal sealed record CacheEntry
{
    /// <summary>The job that made it.</summary>
    [Id(0)]
    public required string JobId { get; init; }

    /// <summary>Whose job that was.</summary>
    [Id(1)]
    public required string User { get; init; }

    [Id(2)]
    public required DateTimeOffset Made { get; init; }

    [Id(3)]
    public ShapeProduct? Shape { get; init; }

    [Id(4)]
    public GenerationResult? Result { get; init; }

    /// <summary>The artifacts without which it is of no use.</summary>
    public IEnumerable<ArtifactRef> Files
    {
        get
        {
            var cutouts = Shape?.Cutouts;
            ArtifactRef?[] files = [Shape?.Mesh, Shape?.Model, cutouts?.Front, cutouts?.Left, cutouts?.Back, cutouts?.Right, Result?.Model, Result?.Cutout];
            return files.OfType<ArtifactRef>().DistinctBy(file => file.Sha256);
        }
    }
}
