using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// The order in which waiting stages are served: the highest priority first; within it fair share between users; within a user, first submitted first.
/// A ticket that waited too long is overdue, and lower priorities with overdue tickets get one of every few grants, in turn and each in its own order of fair share: so no priority
/// starves, its users are treated alike however much they ask for, and a flood of overdue tickets delays a higher priority by a bounded share only. One job has at most one ticket.
/// Cost: O(log tickets) to add, remove and take, times the number of different demands for taking.
/// </summary>
internal sealed class PriorityLanes(PriorityLanesOptions options)
{
    private readonly FairShare[] _shares = [.. Enum.GetValues<GenerationPriority>().Select(_ => new FairShare(options.UserWeights))];
    private readonly Dictionary<string, WaitingTicket> _byJob = new(StringComparer.Ordinal);
    private readonly Dictionary<TicketClass, DemandLanes> _classes = [];
    private readonly Dictionary<string, int> _ticketsOfUser = new(StringComparer.Ordinal);
    private readonly int[] _byPriority = new int[Enum.GetValues<GenerationPriority>().Length];
    private readonly List<DemandLanes> _runnable = [];
    private readonly List<UserShare> _seen = [];
    private readonly long[] _lastOverdue = new long[Enum.GetValues<GenerationPriority>().Length];
    private long _overdueGrants;
    private long _query;
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
        _ticketsOfUser[ticket.User] = _ticketsOfUser.GetValueOrDefault(ticket.User) + 1;
        if (!_classes.TryGetValue(TicketClass.Of(ticket), out var lanes)) _classes.Add(TicketClass.Of(ticket), lanes = new DemandLanes(_shares));
        lanes[ticket.Priority].Add(waiting);
    }

    /// <summary>False: the job has no ticket here.</summary>
    public bool Remove(string jobId)
    {
        if (!_byJob.TryGetValue(jobId, out var waiting)) return false;
        _classes[TicketClass.Of(waiting.Ticket)][waiting.Ticket.Priority].Remove(waiting);
        Forget(waiting.Ticket);
        return true;
    }

    /// <summary>Takes the ticket whose turn it is among those that can run now.</summary>
    /// <param name="canRun">Whether a slot is free for a demand.</param>
    public bool TryTake(Func<StageDemand, bool> canRun, DateTimeOffset now, [NotNullWhen(true)] out StageTicket? ticket)
    {
        ticket = null;
        _runnable.Clear();
        GenerationPriority? highest = null;
        foreach (var (one, lanes) in _classes)
        {
            if ((one.Held && !HeldMayGo) || !canRun(one.Demand)) continue;
            _runnable.Add(lanes);
            if (highest is null || lanes.Highest > highest) highest = lanes.Highest;
        }

        if (highest is not { } priority) return false;
        if (OverdueBelow(priority, now) is not { } overdue)
        {
            _grantsSinceOverdue = 0;
        }
        else if (++_grantsSinceOverdue >= options.OverdueShare)
        {
            (priority, _grantsSinceOverdue) = (overdue, 0);
            _lastOverdue[(int)overdue] = ++_overdueGrants;
        }

        ticket = TakeOf(priority);
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
        var priority = waiting.Ticket.Priority;
        var (turns, ahead) = (0, 0);
        _query++;
        _seen.Clear();
        foreach (var lanes in Of(waiting.Ticket, rivals))
        {
            var lane = lanes[priority];
            ahead += lanes.CountFrom(priority) - lane.Count;
            turns += lane.OfUserBefore(waiting);
            for (var i = 0; i < lane.Users.Count; i++) See(lane.Users[i], lane);
        }

        var own = _shares[(int)priority].Of(waiting.Ticket.User);
        var last = own.Seen.Turn + turns * own.Step;
        ahead += turns;
        foreach (var other in _seen)
        {
            if (other != own) ahead += TurnsBefore(other, last, goesFirst: other.Seen.First!.CompareTo(own.Seen.First) < 0);
        }

        return ahead;
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

    private void See(LaneUser user, PriorityLane lane)
    {
        var (share, first, turn) = (user.Share, user.Tickets.First, lane.TurnOf(user));
        var (query, tickets, earlier, oldest) = share.Seen;
        if (query != _query)
        {
            _seen.Add(share);
            (tickets, earlier, oldest) = (0, turn, first);
        }

        share.Seen = (_query, tickets + user.Tickets.Count, Math.Min(earlier, turn), oldest!.CompareTo(first) < 0 ? oldest : first);
    }

    /// <summary>How often a user that was seen is served until its turn comes after a given one.</summary>
    /// <param name="goesFirst">Whether the user is served first where the turns are equal; the order is not promised, the one who waits longer is likely.</param>
    private static int TurnsBefore(UserShare user, double last, bool goesFirst)
    {
        const double rounding = 1e-9;
        var (turns, tickets) = ((last - user.Seen.Turn) / user.Step, user.Seen.Tickets);
        return Math.Clamp((int)Math.Min(tickets, goesFirst ? Math.Floor(turns + rounding) + 1 : Math.Ceiling(turns - rounding)), 0, tickets);
    }

    /// <summary>The lower priority with overdue tickets that got none of the grants for those for the longest time, or null.</summary>
    private GenerationPriority? OverdueBelow(GenerationPriority priority, DateTimeOffset now)
    {
        GenerationPriority? next = null;
        for (var lower = priority - 1; lower >= 0; lower--)
        {
            if (IsOverdue(lower, now) && (next is not { } other || _lastOverdue[(int)lower] < _lastOverdue[(int)other])) next = lower;
        }

        return next;
    }

    private bool IsOverdue(GenerationPriority priority, DateTimeOffset now)
    {
        foreach (var lanes in _runnable)
        {
            if (lanes[priority].Count > 0 && lanes[priority].Oldest() is { } oldest && now - oldest.Ticket.Submitted >= options.OverdueAfter) return true;
        }

        return false;
    }

    /// <summary>Serves the user of a priority whose turn it is, in the lanes that can run; one of them has tickets.</summary>
    private StageTicket TakeOf(GenerationPriority priority)
    {
        var latest = double.MinValue;
        foreach (var lanes in _runnable)
        {
            if (lanes[priority].Count > 0) latest = Math.Max(latest, lanes[priority].Clock);
        }

        (PriorityLane Lane, WaitingTicket Ticket, double Turn)? next = null;
        foreach (var lanes in _runnable)
        {
            var lane = lanes[priority];
            if (lane.Count == 0) continue;
            lane.CatchUp(latest - PriorityLane.Patience);
            var candidate = lane.Next()!;
            var turn = lane.TurnOf(candidate.Ticket.User);
            if (next is not { } best || turn < best.Turn || (turn == best.Turn && candidate.CompareTo(best.Ticket) < 0)) next = (lane, candidate, turn);
        }

        var (chosen, ticket, _) = next!.Value;
        var served = chosen.Serve(ticket);
        // What could have had the slot has waited for this turn, too.
        foreach (var lanes in _runnable)
        {
            if (lanes[priority].Count > 0) lanes[priority].Advance(served);
        }

        Forget(ticket.Ticket);
        return ticket.Ticket;
    }

    /// <summary>A ticket has left its lane.</summary>
    private void Forget(StageTicket ticket)
    {
        _byJob.Remove(ticket.JobId);
        _byPriority[(int)ticket.Priority]--;
        if (_classes[TicketClass.Of(ticket)].Count == 0) _classes.Remove(TicketClass.Of(ticket));
        if (--_ticketsOfUser[ticket.User] == 0) _ticketsOfUser.Remove(ticket.User);
    }
}
