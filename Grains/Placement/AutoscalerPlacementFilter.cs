using Orleans.Placement;

namespace Hunyuan3D.Grains.Placement;

/// <summary>Marks the grain for <see cref="AutoscalerPlacementFilterDirector"/>; after the filter of roles.</summary>
internal sealed class AutoscalerPlacementFilter() : PlacementFilterStrategy(order: 1);
