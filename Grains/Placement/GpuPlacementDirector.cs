using Hunyuan3D.Grains.Interfaces.Gpu;
using Orleans.Runtime.Placement;

namespace Hunyuan3D.Grains.Placement;

/// <summary>Obeys the lease: the grain's key names the slot, and the slot its silo. There is no other choice, so a slot whose silo is gone fails the call.</summary>
internal sealed class GpuPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var key = target.GrainIdentity.Key.ToString()!;
        if (!GpuSlotKey.TryParse(key, out var slot, out var silo))
            throw new OrleansException($"'{key}' names no device slot; expected '<silo address>/<slot>'.");
        if (!context.GetCompatibleSilos(target).Contains(silo))
            throw new SiloUnavailableException($"Silo {slot.Silo} of slot {slot.Slot} is gone or announces no accelerator for this stage.");
        return Task.FromResult(silo);
    }
}
