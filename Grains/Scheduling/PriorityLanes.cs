using System.Diagnostics.CodeAnalysis;
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
    private readonly Dictionary<StageDemand, DemandLanes> _demands = [];
    private readonly Dictionary<string, int> _ticketsOfUser = new(StringComparer.Ordinal);
    private int _grantsSinceOverdue;

    public int Count => _byJob.Count;

    /// <summary>The demands for which tickets wait.</summary>
    public IEnumerable<StageDemand> Demands => _demands.Keys;

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
        var tickets = _ticketsOfUser.GetValueOrDefault(ticket.User);
        if (tickets == 0) _shares.Arrive(ticket.User);
        _ticketsOfUser[ticket.User] = tickets + 1;
        if (!_demands.TryGetValue(ticket.Demand, out var lanes)) _demands.Add(ticket.Demand, lanes = new DemandLanes(_shares));
        lanes[ticket.Priority].Add(waiting);
    }

    /// <summary>False: the job has no ticket here.</summary>
    public bool Remove(string jobId)
    {
        if (!_byJob.Remove(jobId, out var waiting)) return false;
        var ticket = waiting.Ticket;
        var lanes = _demands[ticket.Demand];
        lanes[ticket.Priority].Remove(waiting);
        if (lanes.Count == 0) _demands.Remove(ticket.Demand);
        if (--_ticketsOfUser[ticket.User] == 0) _ticketsOfUser.Remove(ticket.User);
        return true;
    }

    /// <summary>Takes the ticket whose turn it is among those that can run now.</summary>
    /// <param name="canRun">Whether a slot is free for a demand.</param>
    public bool TryTake(Func<StageDemand, bool> canRun, DateTimeOffset now, [NotNullWhen(true)] out StageTicket? ticket)
    {
        var runnable = new List<DemandLanes>(_demands.Count);
        WaitingTicket? next = null;
        foreach (var (demand, lanes) in _demands)
        {
            if (!canRun(demand)) continue;
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

    /// <summary>1 = next among the tickets of the same demand, if nobody else comes; null: no ticket.</summary>
    public int? PositionOf(string jobId)
        => _byJob.TryGetValue(jobId, out var waiting) ? _demands[waiting.Ticket.Demand].Ahead(waiting) + 1 : null;

    /// <summary>The jobs that wait with a demand.</summary>
    public IReadOnlyList<string> JobsOf(StageDemand demand)
        => [.. _byJob.Values.Where(waiting => waiting.Ticket.Demand == demand).Select(waiting => waiting.Ticket.JobId)];

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
