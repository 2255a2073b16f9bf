namespace Hunyuan3D.Grains.Interfaces.Scheduling;

/// <summary>The queue's answer to a new job's first ticket.</summary>
/// <param name="Place">Where the ticket stands; null when it was not admitted, or a slot is already on its way.</param>
[GenerateSerializer, Immutable, Alias("h3d.QueueAdmission")]
public sealed record QueueAdmission([property: Id(0)] QueueVerdict Verdict, [property: Id(1)] QueueLoad Load, [property: Id(2)] QueuePlace? Place);
