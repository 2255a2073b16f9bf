namespace Hunyuan3D.Grains.Interfaces.Autoscaling;

/// <summary>A silo that the autoscaler looks after.</summary>
/// <param name="Id">As the target names it: a process, a pod.</param>
/// <param name="Spot">True: it may be taken away at short notice.</param>
/// <param name="Busy">Slots that are leased or still running.</param>
/// <param name="Since">In this state since then.</param>
[GenerateSerializer, Immutable, Alias("h3d.ScaledSiloStatus")]
public sealed record ScaledSiloStatus(
    [property: Id(0)] string Id,
    [property: Id(1)] bool Spot,
    [property: Id(2)] ScaledSiloState State,
    [property: Id(3)] int Busy,
    [property: Id(4)] DateTimeOffset Since);
