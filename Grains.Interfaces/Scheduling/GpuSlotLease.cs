using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Interfaces.Scheduling;

/// <summary>The right of one job to run one stage on one slot. Valid while the silo's reports renew it; its id fences everything done under it.</summary>
/// <param name="Silo">Parsable address.</param>
[GenerateSerializer, Immutable, Alias("h3d.GpuSlotLease")]
public sealed record GpuSlotLease(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string JobId,
    [property: Id(2)] GenerationStage Stage,
    [property: Id(3)] string Silo,
    [property: Id(4)] int Slot)
{
    /// <summary>The slot, and the key of its grains.</summary>
    public GpuSlotKey Key => new(Silo, Slot);
}
