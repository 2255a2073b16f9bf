using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// Where a ticket stands and how long it will wait, computed when somebody asks and never told to all: a grant changes the place of every ticket behind
/// it, so telling them would cost as many messages as tickets. Supply is looked up once a tick and demand.
/// Cost of a place: O(users with tickets of that priority).
/// </summary>
internal sealed class WaitEstimator(PriorityLanes lanes, GpuSlotTable slots, StageTimes times, OffPeakGate offPeak)
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan UnknownPause = TimeSpan.FromSeconds(5);

    private readonly Dictionary<StageDemand, DemandSupply> _supplies = [];

    /// <summary>A moment passed, or slots changed: supplies are looked up anew.</summary>
    public void Refresh() => _supplies.Clear();

    /// <summary>Null: the job has no ticket.</summary>
    public QueuePlace? PlaceOf(string jobId, DateTimeOffset now)
    {
        if (lanes.Find(jobId) is not { } ticket) return null;
        var supply = SupplyOf(ticket.Demand, now);
        var ahead = lanes.AheadOf(jobId, supply.Rivals);
        var wait = Wait(ticket.Demand, supply, ahead);
        if (ticket.Held && !lanes.HeldMayGo)
        {
            // The cluster may be idle earlier; when, nobody knows.
            var held = offPeak.Opens(now) - now + (wait ?? TimeSpan.Zero);
            return new QueuePlace(ahead + 1, held, WaitReason.OffPeak, offPeak.Describe(), Pause(held));
        }

        var reason = supply.FreeIn.Length == 0 ? WaitReason.Silo : supply.Shortage is not null ? WaitReason.Memory : WaitReason.Device;
        return new QueuePlace(ahead + 1, reason == WaitReason.Memory ? null : wait, reason, supply.Shortage ?? supply.Out, Pause(wait));
    }

    /// <summary>The wait of a ticket that is not in the queue: everything of its priority and above goes first.</summary>
    public TimeSpan? WaitOfNew(StageTicket ticket, DateTimeOffset now)
    {
        var supply = SupplyOf(ticket.Demand, now);
        return Wait(ticket.Demand, supply, lanes.AheadOfNew(ticket, supply.Rivals));
    }

    private TimeSpan? Wait(StageDemand demand, DemandSupply supply, int ahead)
        => MeanTime(demand, supply) is { } mean && supply.Wait(ahead, mean) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Of the stages that wait for the same slots, weighted by how many wait.</summary>
    private double? MeanTime(StageDemand demand, DemandSupply supply)
    {
        if (times.Of(demand) is not { } own) return null;
        var (sum, count) = (own, 1);
        foreach (var other in supply.Rivals.Append(demand))
        {
            var tickets = lanes.CountOf(other);
            (sum, count) = (sum + tickets * (times.Of(other) ?? own), count + tickets);
        }

        return sum / count;
    }

    private DemandSupply SupplyOf(StageDemand demand, DateTimeOffset now)
    {
        if (!_supplies.TryGetValue(demand, out var supply)) _supplies.Add(demand, supply = slots.SupplyOf(demand, lanes.Demands, times, now));
        return supply;
    }

    private static TimeSpan Pause(TimeSpan? wait)
    {
        if (wait is not { } known) return UnknownPause;
        var pause = known / 20;
        return pause < LeastPause ? LeastPause : pause > LongestPause ? LongestPause : pause;
    }
}
