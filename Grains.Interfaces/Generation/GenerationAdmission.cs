using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>The answer to a submission: a job, or the reason why there is none.</summary>
/// <param name="Status">The job; null when refused.</param>
/// <param name="Refusal">Null when there is a job.</param>
/// <param name="Load">How full the queue is, with a refusal for that reason (<see cref="GenerationFailureCode.QueueFull"/>); otherwise null.</param>
[GenerateSerializer, Immutable, Alias("h3d.GenerationAdmission")]
public sealed record GenerationAdmission([property: Id(0)] GenerationStatus? Status, [property: Id(1)] GenerationFailure? Refusal, [property: Id(2)] QueueLoad? Load = null);
