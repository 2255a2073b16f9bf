using Orleans.Metadata;

namespace Hunyuan3D.Grains.Placement;

internal static class ClusterManifestExtensions
{
    /// <summary>What a silo announces about a grain type; null: nothing is known.</summary>
    public static GrainProperties? Announced(this IClusterManifestProvider manifests, SiloAddress silo, GrainType grainType)
        => manifests.Current.Silos.TryGetValue(silo, out var manifest) && manifest.Grains.TryGetValue(grainType, out var properties) ? properties : null;
}
