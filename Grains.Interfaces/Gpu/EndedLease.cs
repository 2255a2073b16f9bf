using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Interfaces.Gpu;

/// <summary>A lease whose work is over, as its silo tells the queue.</summary>
/// <param name="Demand">What ran.</param>
/// <param name="Seconds">Wall time of a stage that completed from its beginning; null for all others.</param>
/// <param name="Problem">Why a failed stage failed; null for all others.</param>
/// <param name="Code">The failure's code; null for all others.</param>
[GenerateSerializer, Immutable, Alias("h3d.EndedLease")]
public sealed record EndedLease(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string JobId,
    [property: Id(2)] StageDemand Demand,
    [property: Id(3)] StageEnd End,
    [property: Id(4)] double? Seconds,
    [property: Id(5)] string? Problem,
    [property: Id(6)] GenerationFailureCode? Code = null);
