using System.Collections.Immutable;
using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Placement;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// Brings <see cref="PriorityLanes"/> and <see cref="GpuSlotTable"/> together: tickets and reports in, leases out. No turn waits for a job or a silo:
/// what is sent to them is not awaited, and their answers are turns of their own.
/// </summary>
[ControlPlacement]
[KeepAlive]
internal sealed partial class GenerationQueueGrain : Grain, IGenerationQueueGrain, IDisposable
{
    private readonly Guid _epoch = Guid.NewGuid();
    private readonly PriorityLanes _lanes;
    private readonly GpuSlotTable _slots;
    private readonly QueueBounds _bounds;
    private readonly OffPeakGate _offPeak;
    private readonly StageTimes _times = new();
    private readonly WaitEstimator _waits;
    private readonly ActiveJobSweep _sweep;
    private readonly QueueOptions _options;
    private readonly IClusterMembershipService _membership;
    private readonly GenerationMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<GenerationQueueGrain> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<StageDemand, DateTimeOffset> _unservedSince = [];
    private readonly HashSet<Guid> _granting = [];
    private readonly Dictionary<string, StageTicket> _heldBack = new(StringComparer.Ordinal);
    private DateTimeOffset _lastSweep;

    public GenerationQueueGrain(
        IOptions<PriorityLanesOptions> lanes,
        IOptions<GpuSlotTableOptions> slots,
        IOptions<SiloChoiceOptions> choice,
        IOptions<QueueOptions> options,
        IOptions<QueueBoundsOptions> bounds,
        IOptions<OffPeakOptions> offPeak,
        IGenerationIndex index,
        IClusterMembershipService membership,
        IGrainFactory grains,
        GenerationMetrics metrics,
        TimeProvider time,
        ILogger<GenerationQueueGrain> logger)
    {
        (_lanes, _slots) = (new PriorityLanes(lanes.Value), new GpuSlotTable(slots.Value, choice.Value));
        (_options, _membership, _metrics, _time, _logger) = (options.Value, membership, metrics, time, logger);
        (_bounds, _offPeak) = (new QueueBounds(bounds.Value), new OffPeakGate(offPeak.Value));
        _waits = new WaitEstimator(_lanes, _slots, _times, _offPeak);
        _sweep = new ActiveJobSweep(index, grains, time, logger);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        LogStarted(_epoch);
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(_options.TickPeriod, _options.TickPeriod) { KeepAlive = true });
        WatchMembershipAsync().Ignore();
        Sweep();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _stop.Cancel();
        _metrics.Queue(null);
        return Task.CompletedTask;
    }

    public void Dispose() => _stop.Dispose();

    public Task<QueueAdmission> Admit(StageTicket ticket)
    {
        var known = _lanes.Contains(ticket.JobId) || _slots.LeaseOf(ticket.JobId) is not null;
        var (ofUser, all) = (_lanes.CountOf(ticket.User), _lanes.Count);
        var verdict = known ? QueueVerdict.Admitted : _bounds.Check(ofUser, all, _sweep.Unheard, ticket.UserLimit);
        var place = verdict == QueueVerdict.Admitted ? Queue(ticket) : null;
        var load = _bounds.Describe(ofUser, all, place?.Wait ?? _waits.WaitOfNew(ticket, Now), ticket.UserLimit);
        return Task.FromResult(new QueueAdmission(verdict, load, place));
    }

    public Task<TicketReceipt> Enqueue(StageTicket ticket) => Task.FromResult(new TicketReceipt(Queue(ticket)));

    public Task<QueuePlace?> GetPlace(string jobId) => Task.FromResult(_waits.PlaceOf(jobId, Now));

    private QueuePlace? Queue(StageTicket ticket)
    {
        if (_slots.LeaseOf(ticket.JobId) is { } held)
        {
            if (_granting.Contains(held.Lease.Id))
            {
                // The grant is on its way to the job, or the job just declined it and the answer is behind this ticket.
                _heldBack[ticket.JobId] = ticket;
                return null;
            }

            // A job that asks for a slot does not know its old lease any more.
            _slots.Release(held.Lease.Id, Now);
        }

        _lanes.Add(ticket);
        Grant();
        return _waits.PlaceOf(ticket.JobId, Now);
    }

    public Task Withdraw(string jobId)
    {
        _heldBack.Remove(jobId);
        _lanes.Remove(jobId);
        return Task.CompletedTask;
    }

    public Task ClaimLease(GpuSlotLease lease)
    {
        _lanes.Remove(lease.JobId);
        if (IsDead(lease.Silo)) TellLost(new LostLease(lease, "the silo is gone", SiloLost: true));
        else if (_slots.Claim(lease, Now) is { } lost) TellLost(lost);
        return Task.CompletedTask;
    }

    public Task<GpuReportReply> Report(GpuSiloReport report)
    {
        var revoked = _slots.Apply(report, Now);
        foreach (var ended in report.Ended)
        {
            if (ended.Seconds is { } seconds) _times.Add(ended.Demand, seconds);
        }

        Grant();
        return Task.FromResult(new GpuReportReply(revoked));
    }

    public Task Expect(ImmutableArray<EngineOffer> offers)
    {
        _slots.Expect(offers);
        return Task.CompletedTask;
    }

    public Task<bool> Retire(string silo) => Task.FromResult(_slots.TryRetire(silo, Now));

    public Task<ClusterOffers> GetOffers() => Task.FromResult(_slots.Offers);

    public Task<QueueSnapshot> GetSnapshot() => Task.FromResult(new QueueSnapshot { Epoch = _epoch, Waiting = _lanes.Count, Held = _lanes.HeldBack, Silos = _slots.Silos });

    private void Grant()
    {
        var now = Now;
        _offPeak.Observe(busy: _lanes.AnyUnheld || _slots.LeaseCount > _slots.OffPeakLeaseCount, now);
        _lanes.HeldMayGo = _offPeak.IsOpen(now);
        while (_lanes.TryTake(demand => _slots.CanRun(demand, now), now, out var ticket))
        {
            var lease = _slots.TryGrant(ticket, Guid.NewGuid(), now)
                ?? throw new InvalidOperationException($"A slot for {ticket.Demand} was free and then was not.");
            SendAsync(lease).Ignore();
        }
    }

    private async Task SendAsync(GpuSlotLease lease)
    {
        _granting.Add(lease.Id);
        try
        {
            var reply = await GrainFactory.GetGrain<IGenerationRunGrain>(lease.JobId).GrantLease(lease);
            _granting.Remove(lease.Id);
            _heldBack.Remove(lease.JobId, out var next);
            if (reply == LeaseReply.Started)
            {
                // The ticket is older than the grant, or the stage has ended meanwhile: the job knows.
                if (next is not null) GrainFactory.GetGrain<IGenerationRunGrain>(lease.JobId).Wake().Ignore();
                return;
            }

            if (reply == LeaseReply.SlotRefused) _slots.Block(lease);
            _slots.Release(lease.Id, Now);
            if (next is not null) _lanes.Add(next);
            Grant();
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // Whether the work started is not known: a report confirms the lease, or it expires.
            _granting.Remove(lease.Id);
            _heldBack.Remove(lease.JobId);
            LogGrantLost(exception, lease.JobId, lease.Silo);
        }
    }

    private Task TickAsync()
    {
        var now = Now;
        _waits.Refresh();
        foreach (var lost in _slots.Expire(now)) TellLost(lost);
        GiveUpUnserved(now);
        if (now - _lastSweep >= _options.SweepPeriod) Sweep();
        Grant();
        _metrics.Queue(new QueueReading(_lanes.CountsByPriority, _lanes.HeldBack, _slots.LeaseCount, _slots.CountSilos(spot: false), _slots.CountSilos(spot: true)));
        return Task.CompletedTask;
    }

    private void GiveUpUnserved(DateTimeOffset now)
    {
        var offers = _slots.Offers;
        foreach (var demand in _unservedSince.Keys.Except(_lanes.Demands).ToArray()) _unservedSince.Remove(demand);
        foreach (var demand in _lanes.Demands.ToArray())
        {
            if (!offers.Known || GenerationAdmissionCheck.Offer(demand, offers) is not { } failure) _unservedSince.Remove(demand);
            else if (_unservedSince.TryAdd(demand, now)) continue;
            else if (now - _unservedSince[demand] >= _options.UnservedAfter) GiveUp(demand, failure);
        }
    }

    private void GiveUp(StageDemand demand, GenerationFailure failure)
    {
        _unservedSince.Remove(demand);
        foreach (var job in _lanes.JobsOf(demand))
        {
            _lanes.Remove(job);
            GrainFactory.GetGrain<IGenerationRunGrain>(job).Refuse(failure).Ignore();
        }
    }

    private async Task WatchMembershipAsync()
    {
        try
        {
            var known = new HashSet<SiloAddress>();
            await foreach (var snapshot in _membership.MembershipUpdates.WithCancellation(_stop.Token))
            {
                var lost = false;
                foreach (var (address, member) in snapshot.Members)
                {
                    if (member.Status != SiloStatus.Dead) known.Add(address);
                    else if (known.Remove(address)) lost |= Lose(address);
                }

                if (lost) Sweep();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>A silo is dead: its leases are lost now, not when they expire. Jobs that lived on it are woken elsewhere by the sweep.</summary>
    private bool Lose(SiloAddress address)
    {
        foreach (var lost in _slots.RemoveSilo(address.ToParsableString(), "the silo is dead", Now)) TellLost(lost);
        return true;
    }

    private void Sweep()
    {
        _lastSweep = Now;
        _sweep.Request(_stop.Token);
    }

    // Also true for a silo that was replaced by a newer one at the same address.
    private bool IsDead(string silo)
        => _membership.CurrentSnapshot.GetSiloStatus(SiloAddress.FromParsableString(silo)) == SiloStatus.Dead;

    private void TellLost(LostLease lost)
    {
        LogLeaseLost(lost.Lease.JobId, lost.Lease.Silo, lost.Reason);
        TellLostAsync(lost).Ignore();
    }

    private async Task TellLostAsync(LostLease lost)
    {
        try
        {
            await GrainFactory.GetGrain<IGenerationRunGrain>(lost.Lease.JobId).LoseLease(lost.Lease.Id, lost.Reason, lost.SiloLost);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // The job's own silo may be the one that died; the sweep makes it state its lease, which is then lost again.
            LogNotTold(exception, lost.Lease.JobId);
            if (!_stop.IsCancellationRequested) Sweep();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The queue starts, epoch {Epoch}; all active jobs are asked for their tickets.")]
    private partial void LogStarted(Guid epoch);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} could not be told of its slot on {Silo}.")]
    private partial void LogGrantLost(Exception exception, string job, string silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} lost its slot on {Silo}: {Reason}.")]
    private partial void LogLeaseLost(string job, string silo, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} could not be told that its slot is lost.")]
    private partial void LogNotTold(Exception exception, string job);
}
