using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>Tickets of one class can be taken at the same moments.</summary>
/// <param name="Held">Not to be taken while held tickets are not let go (<see cref="PriorityLanes.HeldMayGo"/>).</param>
internal readonly record struct TicketClass(StageDemand Demand, bool Held)
{
    public static TicketClass Of(StageTicket ticket) => new(ticket.Demand, ticket.Held);
}
