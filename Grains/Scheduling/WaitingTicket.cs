using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>A ticket in the queue. Heaps that still hold a ticket which was taken out skip it.</summary>
internal sealed class WaitingTicket(StageTicket ticket) : IComparable<WaitingTicket>
{
    public StageTicket Ticket => ticket;

    public bool Gone { get; set; }

    /// <summary>First submitted first; the job's id makes the order total.</summary>
    public int CompareTo(WaitingTicket? other)
    {
        if (other is null) return 1;
        var order = ticket.Submitted.CompareTo(other.Ticket.Submitted);
        return order != 0 ? order : string.CompareOrdinal(ticket.JobId, other.Ticket.JobId);
    }
}
