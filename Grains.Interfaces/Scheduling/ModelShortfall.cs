using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Interfaces.Scheduling;

/// <summary>A model that silos have installed, but that no silo's device can hold.</summary>
/// <param name="NeededBytes">What it needs on the silo that comes closest.</param>
/// <param name="TotalBytes">What that silo's device has.</param>
[GenerateSerializer, Immutable, Alias("h3d.ModelShortfall")]
public sealed record ModelShortfall(
    [property: Id(0)] GenerationStage Stage,
    [property: Id(1)] string Engine,
    [property: Id(2)] string Model,
    [property: Id(3)] long NeededBytes,
    [property: Id(4)] long TotalBytes);
