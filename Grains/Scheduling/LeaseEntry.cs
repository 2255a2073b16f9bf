using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>A lease and its state in <see cref="GpuSlotTable"/>.</summary>
internal sealed class LeaseEntry(GpuSlotLease lease, LeaseState state, DateTimeOffset expires)
{
    public GpuSlotLease Lease => lease;

    public LeaseState State { get; set; } = state;

    public DateTimeOffset Expires { get; set; } = expires;

    /// <summary>What runs; null: not known, since only the job has stated the lease.</summary>
    public StageDemand? Demand { get; set; }

    /// <summary>Whether its job asked for off-peak, as far as this queue knows: it does not of leases granted before it started.</summary>
    public bool OffPeak { get; init; }

    /// <summary>When the work began, as far as the queue knows.</summary>
    public DateTimeOffset Began { get; set; }
}
