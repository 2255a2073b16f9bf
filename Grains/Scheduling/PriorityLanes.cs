using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// The order in which waiting stages are served: the highest priority first; within it fair share between users; within a user, first submitted first.
/// A ticket that waited too long is overdue, and overdue tickets of lower lanes get one of every few grants, so nothing starves and a flood of
/// overdue tickets still delays a higher lane by a bounded share only. One job has at most one ticket.
/// Cost: O(log tickets) to add, remove and take, times the number of different demands for taking.
/// </summary>
internal sealed class PriorityLanes(PriorityLanesOptions options)
{
    private readonly FairShare _shares = new(options.UserWeights);
    private readonly Dictionary<string, WaitingTicket> _byJob = new(StringComparer.Ordinal);
    private readonly Dictionary<TicketClass, DemandLanes> _classes = [];
    private readonly Dictionary<string, int> _ticketsOfUser = new(StringComparer.Ordinal);
    private readonly int[] _byPriority = new int[Enum.GetValues<GenerationPriority>().Length];
    private int _grantsSinceOverdue;

    public int Count => _byJob.Count;

    /// <summary>Whether held tickets may be taken now; default false.</summary>
    public bool HeldMayGo { get; set; }

    /// <summary>Whether tickets wait that are not held.</summary>
    public bool AnyUnheld => _classes.Keys.Any(one => !one.Held);

    /// <summary>Tickets that may not be taken now.</summary>
    public int HeldBack => HeldMayGo ? 0 : _classes.Where(one => one.Key.Held).Sum(one => one.Value.Count);

    /// <summary>The demands for which tickets wait, held ones included.</summary>
    public IEnumerable<StageDemand> Demands => _classes.Keys.Select(one => one.Demand).Distinct();

    /// <summary>Tickets, by priority from the lowest.</summary>
    public ImmutableArray<int> CountsByPriority => [.. _byPriority];

    public bool Contains(string jobId) => _byJob.ContainsKey(jobId);

    /// <summary>Adds a ticket in place of the job's earlier one. An equal ticket keeps its place.</summary>
    public void Add(StageTicket ticket)
    {
        if (_byJob.TryGetValue(ticket.JobId, out var earlier))
        {
            if (earlier.Ticket == ticket) return;
            Remove(ticket.JobId);
        }

        var waiting = new WaitingTicket(ticket);
        _byJob.Add(ticket.JobId, waiting);
        _byPriority[(int)ticket.Priority]++;
        var tickets = _ticketsOfUser.GetValueOrDefault(ticket.User);
        if (tickets == 0) _shares.Arrive(ticket.User);
        _ticketsOfUser[ticket.User] = tickets + 1;
        if (!_classes.TryGetValue(TicketClass.Of(ticket), out var lanes)) _classes.Add(TicketClass.Of(ticket), lanes = new DemandLanes(_shares));
        lanes[ticket.Priority].Add(waiting);
    }

    /// <summary>False: the job has no ticket here.</summary>
    public bool Remove(string jobId)
    {
        if (!_byJob.Remove(jobId, out var waiting)) return false;
        var ticket = waiting.Ticket;
        _byPriority[(int)ticket.Priority]--;
        var lanes = _classes[TicketClass.Of(ticket)];
        lanes[ticket.Priority].Remove(waiting);
        if (lanes.Count == 0) _classes.Remove(TicketClass.Of(ticket));
        if (--_ticketsOfUser[ticket.User] == 0) _ticketsOfUser.Remove(ticket.User);
        return true;
    }

    /// <summary>Takes the ticket whose turn it is among those that can run now.</summary>
    /// <param name="canRun">Whether a slot is free for a demand.</param>
    public bool TryTake(Func<StageDemand, bool> canRun, DateTimeOffset now, [NotNullWhen(true)] out StageTicket? ticket)
    {
        var runnable = new List<DemandLanes>(_classes.Count);
        WaitingTicket? next = null;
        foreach (var (one, lanes) in _classes)
        {
            if ((one.Held && !HeldMayGo) || !canRun(one.Demand)) continue;
            runnable.Add(lanes);
            if (lanes.Next() is { } candidate && (next is null || GoesBefore(candidate, next))) next = candidate;
        }

        ticket = next?.Ticket;
        if (next is null || ticket is null) return false;
        if (OldestOverdue(runnable, next, now) is { } overdue)
        {
            if (++_grantsSinceOverdue >= options.OverdueShare) (ticket, _grantsSinceOverdue) = (overdue.Ticket, 0);
        }
        else
        {
            _grantsSinceOverdue = 0;
        }

        Remove(ticket.JobId);
        _shares.Charge(ticket.User);
        return true;
    }

    /// <summary>The job's ticket, or null.</summary>
    public StageTicket? Find(string jobId) => _byJob.GetValueOrDefault(jobId)?.Ticket;

    /// <summary>Tickets of a user.</summary>
    public int CountOf(string user) => _ticketsOfUser.GetValueOrDefault(user);

    /// <summary>Tickets of a demand.</summary>
    public int CountOf(StageDemand demand) => CountIn(new TicketClass(demand, Held: false)) + CountIn(new TicketClass(demand, Held: true));

    /// <summary>Tickets that go before a new one: all of its priority and of higher ones, of its demand and the rivals.</summary>
    public int AheadOfNew(StageTicket ticket, IReadOnlySet<StageDemand> rivals)
        => Of(ticket, rivals).Sum(lanes => lanes.CountFrom(ticket.Priority));

    /// <summary>
    /// Tickets that go before the job's, if nobody else comes, among those of its demand and of the rivals that want the same slots. In its own priority every user
    /// gets as many turns as the ticket's user needs until then; what ageing may bring forward is not counted. The job has a ticket.
    /// </summary>
    public int AheadOf(string jobId, IReadOnlySet<StageDemand> rivals)
    {
        var waiting = _byJob[jobId];
        var (user, priority) = (waiting.Ticket.User, waiting.Ticket.Priority);
        var (turns, ahead) = (0, 0);
        Dictionary<string, (int Count, WaitingTicket First)> users = new(StringComparer.Ordinal);
        foreach (var lanes in Of(waiting.Ticket, rivals))
        {
            ahead += lanes.CountFrom(priority) - lanes[priority].Count;
            turns += lanes[priority].OfUserBefore(waiting);
            foreach (var (other, count, first) in lanes[priority].Users)
            {
                var known = users.TryGetValue(other, out var sum);
                users[other] = (sum.Count + count, known && sum.First.CompareTo(first) < 0 ? sum.First : first);
            }
        }

        var usage = _shares.Of(user) + turns / _shares.WeightOf(user);
        var own = users[user].First;
        users.Remove(user);
        return ahead + turns + users.Sum(other => TurnsBefore(other.Key, other.Value.Count, usage, other.Value.First.CompareTo(own) < 0));
    }

    /// <summary>The jobs that wait with a demand.</summary>
    public IReadOnlyList<string> JobsOf(StageDemand demand)
        => [.. _byJob.Values.Where(waiting => waiting.Ticket.Demand == demand).Select(waiting => waiting.Ticket.JobId)];

    private int CountIn(TicketClass one) => _classes.TryGetValue(one, out var lanes) ? lanes.Count : 0;

    // Held tickets are in the way of other held ones, and of all while they may go.
    private IEnumerable<DemandLanes> Of(StageTicket ticket, IReadOnlySet<StageDemand> rivals)
    {
        foreach (var (one, lanes) in _classes)
        {
            if ((one.Demand == ticket.Demand || rivals.Contains(one.Demand)) && (!one.Held || HeldMayGo || ticket.Held)) yield return lanes;
        }
    }

    /// <summary>How often a user is served until its usage is above a given one.</summary>
    /// <param name="goesFirst">Whether the user is served first where the usages are equal; the order is not promised, the one who waits longer is likely.</param>
    private int TurnsBefore(string user, int tickets, double usage, bool goesFirst)
    {
        const double rounding = 1e-9;
        var turns = (usage - _shares.Of(user)) * _shares.WeightOf(user);
        return Math.Clamp((int)Math.Min(tickets, goesFirst ? Math.Floor(turns + rounding) + 1 : Math.Ceiling(turns - rounding)), 0, tickets);
    }

    private bool GoesBefore(WaitingTicket one, WaitingTicket other)
    {
        if (one.Ticket.Priority != other.Ticket.Priority) return one.Ticket.Priority > other.Ticket.Priority;
        var usage = _shares.Of(one.Ticket.User).CompareTo(_shares.Of(other.Ticket.User));
        return usage != 0 ? usage < 0 : one.CompareTo(other) < 0;
    }

    private WaitingTicket? OldestOverdue(List<DemandLanes> runnable, WaitingTicket next, DateTimeOffset now)
    {
        WaitingTicket? oldest = null;
        foreach (var lanes in runnable)
        {
            if (lanes.OldestBelow(next.Ticket.Priority) is { } candidate
                && now - candidate.Ticket.Submitted >= options.OverdueAfter
                && (oldest is null || candidate.CompareTo(oldest) < 0))
                oldest = candidate;
        }

        return oldest;
    }
}
