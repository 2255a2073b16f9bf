namespace Hunyuan3D.Grains.Placement;

/// <summary>Marks grains for <see cref="HomePlacementDirector"/>.</summary>
[Serializable, GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("h3d.HomePlacement")]
internal sealed class HomePlacement : PlacementStrategy
{
    public static HomePlacement Instance { get; } = new();
}
