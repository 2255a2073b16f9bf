using Orleans.Placement;

namespace Hunyuan3D.Grains.Placement;

/// <summary>Puts the autoscaler on a silo that announces a target.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AutoscalerPlacementAttribute() : PlacementFilterAttribute(new AutoscalerPlacementFilter());
