using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>A lease and its state in <see cref="GpuSlotTable"/>.</summary>
internal sealed class LeaseEntry(GpuSlotLease lease, LeaseState state, DateTimeOffset expires)
{
    public GpuSlotLease Lease => lease;

    public LeaseState State { get; set; } = state;

    public DateTimeOffset Expires { get; set; } = expires;
}
