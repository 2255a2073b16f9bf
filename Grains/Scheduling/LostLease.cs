using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>A lease that nobody renews any more; its job has to be told.</summary>
internal sealed record LostLease(GpuSlotLease Lease, string Reason);
