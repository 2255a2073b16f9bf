namespace Hunyuan3D.Grains.Scheduling;

/// <summary>The tickets of one user in one lane, first submitted first. Adding at the end and taking the first are O(1) amortised.</summary>
internal sealed class TicketQueue
{
    private readonly List<WaitingTicket> _tickets = [];
    private int _head;

    public int Count => _tickets.Count - _head;

    public WaitingTicket First => _tickets[_head];

    public void Add(WaitingTicket ticket)
    {
        if (Count == 0 || _tickets[^1].CompareTo(ticket) < 0)
        {
            _tickets.Add(ticket);
            return;
        }

        _tickets.Insert(~Find(ticket), ticket);
    }

    public void Remove(WaitingTicket ticket)
    {
        var index = Find(ticket);
        if (index == _head) _head++;
        else _tickets.RemoveAt(index);
        if (_head > 32 && _head * 2 > _tickets.Count)
        {
            _tickets.RemoveRange(0, _head);
            _head = 0;
        }
    }

    /// <summary>Tickets before this one, which may be of another lane.</summary>
    public int CountBefore(WaitingTicket ticket)
    {
        var index = Find(ticket);
        return (index < 0 ? ~index : index) - _head;
    }

    private int Find(WaitingTicket ticket) => _tickets.BinarySearch(_head, Count, ticket, null);
}
