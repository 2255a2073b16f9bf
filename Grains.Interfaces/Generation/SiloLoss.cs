namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>A silo that was lost while it ran a job.</summary>
/// <param name="Silo">Its address.</param>
/// <param name="At">When the job was told.</param>
/// <param name="Reason">What was noticed.</param>
[GenerateSerializer, Immutable, Alias("h3d.SiloLoss")]
public sealed record SiloLoss(
    [property: Id(0)] string Silo,
    [property: Id(1)] GenerationStage Stage,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string Reason);
