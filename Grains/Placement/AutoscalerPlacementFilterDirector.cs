using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Hunyuan3D.Grains.Placement;

/// <summary>Lets silos through that announce a target; where none does, all, so that the autoscaler can say that it is off.</summary>
internal sealed class AutoscalerPlacementFilterDirector(IClusterManifestProvider manifests) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var all = silos.ToArray();
        var able = all.Where(silo => manifests.Announced(silo, target.GrainIdentity.Type) is { } properties && SiloAnnouncement.Autoscales(properties)).ToArray();
        return able.Length > 0 ? able : all;
    }
}
