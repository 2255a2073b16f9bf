using Hunyuan3D.Grains.Hosting;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Hunyuan3D.Grains.Placement;

/// <summary>Lets silos through that announce the role <see cref="SiloRoles.Control"/>.</summary>
internal sealed class ControlPlacementFilterDirector(IClusterManifestProvider manifests) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
        => silos.Where(silo => manifests.Announced(silo, target.GrainIdentity.Type) is { } properties && SiloAnnouncement.HasRole(properties, SiloRoles.Control));
}
