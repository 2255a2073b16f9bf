namespace Hunyuan3D.Grains.Interfaces.Scheduling;

/// <summary>The queue's answer to a ticket.</summary>
/// <param name="Place">Null when a lease is already on its way.</param>
[GenerateSerializer, Immutable, Alias("h3d.TicketReceipt")]
public readonly record struct TicketReceipt([property: Id(0)] QueuePlace? Place);
