using Hunyuan3D.Grains.Interfaces.Autoscaling;

namespace Hunyuan3D.Grains.Autoscaling;

/// <summary>What to do, and why.</summary>
/// <param name="OnDemand">On-demand silos to add.</param>
/// <param name="Spot">Spot silos to add.</param>
/// <param name="Remove">The silo to take away.</param>
/// <param name="Recommendation">For people: what more silos will not mend; null: nothing.</param>
internal sealed record ScaleDecision(ScaleAction Action, string Reason, int OnDemand = 0, int Spot = 0, ScaledSilo? Remove = null, string? Recommendation = null)
{
    /// <summary>By how many silos the cluster changes.</summary>
    public int Change => OnDemand + Spot - (Remove is null ? 0 : 1);
}
