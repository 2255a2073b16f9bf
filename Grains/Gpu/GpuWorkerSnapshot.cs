using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>What a worker does at one moment.</summary>
internal sealed record GpuWorkerSnapshot(ImmutableArray<GpuSlotReport> Slots, ImmutableArray<HeldLease> Held, ImmutableArray<EndedLease> Ended, bool Draining);
