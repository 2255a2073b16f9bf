using Orleans.Placement;

namespace Hunyuan3D.Grains.Placement;

/// <summary>Keeps a grain on silos with the role <see cref="Hosting.SiloRoles.Control"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ControlPlacementAttribute() : PlacementFilterAttribute(new ControlPlacementFilter());
