using Orleans.Runtime.Placement;

namespace Hunyuan3D.Grains.Placement;

/// <summary>The key is the parsable address of a silo; once that is gone, calls fail.</summary>
internal sealed class HomePlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silo = SiloAddress.FromParsableString(target.GrainIdentity.Key.ToString()!);
        return context.GetCompatibleSilos(target).Contains(silo) ? Task.FromResult(silo) : throw new SiloUnavailableException($"Silo {silo} is gone.");
    }
}
