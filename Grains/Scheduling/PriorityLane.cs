namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// The tickets of one priority and one demand, by user. Start-time fair queueing (<see cref="FairShare"/>): it is a user's turn one step (1 / weight) after its last one, the one whose
/// turn comes first is next, and the lane's clock shows the turn of the one served last. Who comes has its turn between now and one step from now, so absence earns no credit.
/// Two things are ours, because a cluster has slots of several kinds. What a user is given in other lanes puts its turn here off, too, but by <see cref="Patience"/> steps at most: somebody
/// who is served elsewhere does not starve here. And lanes have clocks of their own, since lanes that never want the same slot advance at different speeds; a clock that is compared with
/// another one is at most <see cref="Patience"/> behind it.
/// Cost: O(log users) to add, remove and find the next. Turns are only ever put off, so a heap whose keys are brought up to date when they come to the top gives the right order.
/// </summary>
internal sealed class PriorityLane(FairShare shares)
{
    internal const double Patience = 8;

    /// <summary>Users that are remembered before those who ask for nothing are forgotten.</summary>
    private const int Remembered = 10_000;

    private readonly Dictionary<string, LaneUser> _users = new(StringComparer.Ordinal);
    private readonly List<LaneUser> _waiting = [];
    private readonly PriorityQueue<LaneUser, (double Key, long Entry)> _order = new();
    private readonly PriorityQueue<WaitingTicket, WaitingTicket> _byAge = new();
    private int _forgetAbove = Remembered;
    private long _entry;
    private double _clock;
    private double _shift;

    public int Count { get; private set; }

    /// <summary>Comparable with the clocks and turns of the other lanes of the priority.</summary>
    public double Clock => _clock + _shift;

    public void Add(WaitingTicket ticket)
    {
        if (Count++ == 0) Restart();
        var share = shares.Of(ticket.Ticket.User);
        share.Tickets++;
        var known = _users.TryGetValue(ticket.Ticket.User, out var user) && user.Share == share;
        if (user is null) _users.Add(ticket.Ticket.User, user = new LaneUser { Share = share });
        user.Share = share;
        user.Tickets.Add(ticket);
        _byAge.Enqueue(ticket, ticket);
        if (user.Tickets.Count > 1) return;
        user.Place = _waiting.Count;
        _waiting.Add(user);
        user.SetTurn(Math.Clamp(known ? user.Due : share.Next - _shift, _clock, _clock + share.Step), Patience);
        Order(user);
    }

    public void Remove(WaitingTicket ticket)
    {
        var user = _users[ticket.Ticket.User];
        user.Tickets.Remove(ticket);
        user.Share.Tickets--;
        ticket.Gone = true;
        Count--;
        if (user.Tickets.Count == 0) Leave(user);
        if (_byAge.Count > 2 * Count + 32) Compact();
        if (_users.Count > _forgetAbove) Forget();
    }

    /// <summary>Takes out <see cref="Next"/>. Returns whose turn it was, on the clock.</summary>
    public double Serve(WaitingTicket ticket)
    {
        var user = _users[ticket.Ticket.User];
        var turn = user.Key;
        Remove(ticket);
        _clock = Math.Max(_clock, turn);
        shares.Serve(user.Share, turn + _shift);
        user.SetTurn(turn + user.Share.Step, Patience);
        if (user.Tickets.Count > 0) Order(user);
        return turn + _shift;
    }

    /// <summary>The ticket whose turn it is, or null.</summary>
    public WaitingTicket? Next()
    {
        while (_order.TryPeek(out var user, out var key))
        {
            if (key.Entry != user.Entry || user.Tickets.Count == 0)
            {
                _order.Dequeue();
                continue;
            }

            var turn = user.Turn;
            if (turn <= key.Key) return user.Tickets.First;
            (user.Key, user.Entry) = (turn, ++_entry);
            _order.DequeueEnqueue(user, (turn, _entry));
        }

        return null;
    }

    /// <summary>When it is the turn of a user who has tickets here.</summary>
    public double TurnOf(string user) => TurnOf(_users[user]);

    /// <summary>A slot that this lane's tickets could have had was given at another lane's turn.</summary>
    public void Advance(double turn) => _clock = Math.Max(_clock, turn - _shift);

    /// <summary>Puts the clock forward, and all turns with it, so their order stays.</summary>
    public void CatchUp(double clock) => _shift += Math.Max(0, clock - Clock);

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

    /// <summary>Users with tickets.</summary>
    public IReadOnlyList<LaneUser> Users => _waiting;

    /// <summary>When it is the turn of one of <see cref="Users"/>.</summary>
    public double TurnOf(LaneUser user) => Math.Max(user.Key, user.Turn) + _shift;

    /// <summary>Tickets of the ticket's user in this lane that were submitted before it; it need not be of this lane itself.</summary>
    public int OfUserBefore(WaitingTicket ticket) => _users.TryGetValue(ticket.Ticket.User, out var user) ? user.Tickets.CountBefore(ticket) : 0;

    private void Order(LaneUser user)
    {
        user.Entry = ++_entry;
        _order.Enqueue(user, (user.Key, user.Entry));
        if (_order.Count <= 2 * _users.Count + 32) return;
        // Entries of users who left and came back leave the heap in bulk.
        var valid = _order.UnorderedItems.Where(item => item.Priority.Entry == item.Element.Entry).ToArray();
        _order.Clear();
        _order.EnqueueRange(valid);
    }

    private void Leave(LaneUser user)
    {
        _waiting[user.Place] = _waiting[^1];
        _waiting[user.Place].Place = user.Place;
        _waiting.RemoveAt(_waiting.Count - 1);
        user.Place = -1;
    }

    // Nobody waits, so there is nobody to be compared with.
    private void Restart()
    {
        _users.Clear();
        _order.Clear();
        _byAge.Clear();
        (_clock, _shift) = (shares.Latest, 0);
    }

    private void Forget()
    {
        foreach (var (name, user) in _users)
        {
            if (user.Tickets.Count == 0) _users.Remove(name);
        }

        _forgetAbove = Math.Max(Remembered, 2 * _users.Count);
    }

    // Tickets that were taken out of the middle leave the heap in bulk, so it stays within twice the lane.
    private void Compact()
    {
        var waiting = _byAge.UnorderedItems.Where(item => !item.Element.Gone).ToArray();
        _byAge.Clear();
        _byAge.EnqueueRange(waiting);
    }
}
