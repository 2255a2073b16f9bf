using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>A lease that nobody renews any more; its job has to be told.</summary>
/// <param name="SiloLost">False: the silo is there and never took the lease up, so nothing was lost but time.</param>
internal sealed record LostLease(GpuSlotLease Lease, string Reason, bool SiloLost);
