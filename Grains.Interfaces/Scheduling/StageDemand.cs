using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Interfaces.Scheduling;

/// <summary>What a waiting stage needs of a silo. Tickets with equal demands can use the same slots.</summary>
/// <param name="Model">Null: the engine's default.</param>
[GenerateSerializer, Immutable, Alias("h3d.StageDemand")]
public readonly record struct StageDemand([property: Id(0)] GenerationStage Stage, [property: Id(1)] string Engine, [property: Id(2)] string? Model);
