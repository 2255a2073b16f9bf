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

    /// <summary>When the work began, as far as the queue knows.</summary>
    public DateTimeOffset Began { get; set; }
}
