using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Hunyuan3D.Grains.Placement;

/// <summary>Lets silos through that announce an accelerator for the grain's stage.</summary>
internal sealed class GpuPlacementFilterDirector(IClusterManifestProvider manifests) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var stage = ((GpuPlacementFilter)filterStrategy).Stage;
        return silos.Where(silo => manifests.Announced(silo, target.GrainIdentity.Type) is { } properties && SiloAnnouncement.TakesStage(properties, stage));
    }
}
