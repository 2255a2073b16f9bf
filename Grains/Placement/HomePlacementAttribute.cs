namespace Hunyuan3D.Grains.Placement;

/// <summary>Puts a grain on the silo that its key names.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class HomePlacementAttribute() : Orleans.Placement.PlacementAttribute(HomePlacement.Instance);
