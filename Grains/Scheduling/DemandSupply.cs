using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>The slots that serve one demand, at one moment.</summary>
/// <param name="FreeIn">For each slot the seconds until it is expected to be free, ascending; 0 = free, or late.</param>
/// <param name="Rivals">Other demands that the same slots serve.</param>
internal sealed record DemandSupply(double[] FreeIn, IReadOnlySet<StageDemand> Rivals)
{
    /// <summary>Why no free slot has the memory now, with the numbers; null: one has, or none is free.</summary>
    public string? Shortage { get; init; }

    /// <summary>Why a silo that could serve the demand is out, if all are; otherwise null.</summary>
    public string? Out { get; init; }

    /// <summary>
    /// Seconds until a slot takes a ticket that has others before it, if each of those holds a slot for <paramref name="mean"/> seconds. Exact for equal
    /// stages: slots take turns in the order in which they get free. Null: no slot.
    /// </summary>
    public double? Wait(int ahead, double mean)
        => FreeIn.Length == 0 ? null : FreeIn[ahead % FreeIn.Length] + ahead / FreeIn.Length * mean;
}
