namespace Hunyuan3D.Grains.Placement;

/// <summary>Marks grains for <see cref="GpuPlacementDirector"/>.</summary>
[Serializable, GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("h3d.GpuPlacement")]
internal sealed class GpuPlacement : PlacementStrategy
{
    public static GpuPlacement Instance { get; } = new();
}
