using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Interfaces.Gpu;

/// <summary>A lease that a silo works on.</summary>
/// <param name="OccupiesSlot">False: the work ended and only its outcome is still to be delivered.</param>
/// <param name="Elapsed">Since the work began.</param>
[GenerateSerializer, Immutable, Alias("h3d.HeldLease")]
public readonly record struct HeldLease(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string JobId,
    [property: Id(2)] StageDemand Demand,
    [property: Id(3)] int Slot,
    [property: Id(4)] bool OccupiesSlot,
    [property: Id(5)] TimeSpan Elapsed = default);
