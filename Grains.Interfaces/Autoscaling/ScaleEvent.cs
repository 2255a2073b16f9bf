namespace Hunyuan3D.Grains.Interfaces.Autoscaling;

/// <summary>A decision that was carried out, or should have been.</summary>
/// <param name="OnDemand">On-demand silos added.</param>
/// <param name="Spot">Spot silos added.</param>
/// <param name="Silo">The silo that was taken away; null: none.</param>
/// <param name="Problem">Why it was not carried out; null: it was.</param>
[GenerateSerializer, Immutable, Alias("h3d.ScaleEvent")]
public sealed record ScaleEvent(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] ScaleAction Action,
    [property: Id(2)] int OnDemand,
    [property: Id(3)] int Spot,
    [property: Id(4)] string? Silo,
    [property: Id(5)] string Reason,
    [property: Id(6)] string? Problem);
