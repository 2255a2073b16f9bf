namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// The tickets of one priority and one demand, by user. The user with the least usage goes first; usage only grows, so a heap whose keys are
/// brought up to date when they come to the top gives the right order.
/// </summary>
internal sealed class PriorityLane(FairShare shares)
{
    private readonly Dictionary<string, TicketQueue> _users = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, (double Usage, long Turn)> _order = new();
    private readonly PriorityQueue<WaitingTicket, WaitingTicket> _byAge = new();
    private long _turn;

    public int Count { get; private set; }

    public void Add(WaitingTicket ticket)
    {
        var user = ticket.Ticket.User;
        if (!_users.TryGetValue(user, out var queue)) _users.Add(user, queue = new TicketQueue());
        queue.Add(ticket);
        _byAge.Enqueue(ticket, ticket);
        Count++;
        if (queue.InOrder) return;
        queue.InOrder = true;
        _order.Enqueue(user, (shares.Of(user), _turn++));
    }

    public void Remove(WaitingTicket ticket)
    {
        _users[ticket.Ticket.User].Remove(ticket);
        ticket.Gone = true;
        Count--;
        if (_byAge.Count > 2 * Count + 32) Compact();
    }

    /// <summary>The ticket whose turn it is, or null.</summary>
    public WaitingTicket? Next()
    {
        while (_order.TryPeek(out var user, out var key))
        {
            var queue = _users[user];
            if (queue.Count == 0)
            {
                _order.Dequeue();
                _users.Remove(user);
                continue;
            }

            var usage = shares.Of(user);
            if (usage <= key.Usage) return queue.First;
            _order.DequeueEnqueue(user, (usage, _turn++));
        }

        return null;
    }

    /// <summary>The ticket that waits longest, or null.</summary>
    public WaitingTicket? Oldest()
    {
        while (_byAge.TryPeek(out var ticket, out _))
        {
            if (!ticket.Gone) return ticket;
            _byAge.Dequeue();
        }

        return null;
    }

    // Tickets that were taken out of the middle leave the heap in bulk, so it stays within twice the lane.
    private void Compact()
    {
        var waiting = _byAge.UnorderedItems.Where(item => !item.Element.Gone).ToArray();
        _byAge.Clear();
        _byAge.EnqueueRange(waiting);
    }

    /// <summary>Every user with tickets, how many, and the first of them.</summary>
    public IEnumerable<(string User, int Count, WaitingTicket First)> Users
    {
        get
        {
            foreach (var (user, queue) in _users)
            {
                if (queue.Count > 0) yield return (user, queue.Count, queue.First);
            }
        }
    }

    /// <summary>Tickets of the ticket's user in this lane that were submitted before it; it need not be of this lane itself.</summary>
    public int OfUserBefore(WaitingTicket ticket) => _users.TryGetValue(ticket.Ticket.User, out var queue) ? queue.CountBefore(ticket) : 0;
}
