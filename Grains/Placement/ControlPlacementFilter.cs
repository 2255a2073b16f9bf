using Orleans.Placement;

namespace Hunyuan3D.Grains.Placement;

/// <summary>Marks grains for <see cref="ControlPlacementFilterDirector"/>.</summary>
internal sealed class ControlPlacementFilter() : PlacementFilterStrategy(order: 0);
