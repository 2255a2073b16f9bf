using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Scheduling;

namespace Hunyuan3D.Grains.Simulation;

/// <summary>
/// A cluster on simulated time: the very classes that schedule the real one (<see cref="PriorityLanes"/>, <see cref="GpuSlotTable"/>), with a clock that jumps from event to
/// event. Jobs arrive as a Poisson process whose rate swings in waves. Silos do not fail. Heartbeats are not simulated, only measured: they change nothing while nobody fails.
/// Cost: O(log n) a job for the clock, and what the scheduler itself costs.
/// </summary>
public sealed class ClusterSimulation
{
    private const string Engine = "simulated";
    private const int HeartbeatsMeasured = 100_000;
    private const int PlacesMeasuredOneOf = 61;
    private const double TickSeconds = 0.5;
    private const int TicksMeasuredOneOf = 120;

    private static readonly DateTimeOffset Epoch = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ImmutableArray<GenerationStage> Stages = [GenerationStage.Shape, GenerationStage.Texture];
    private static readonly ImmutableArray<GpuSlotReport> FreeSlot = [new(0, "cpu", Stages, Busy: false)];
    private static readonly ImmutableArray<GpuSlotReport> BusySlot = [new(0, "cpu", Stages, Busy: true)];
    private static readonly ImmutableArray<EngineOffer> Offers = [new(Engine, GenerationStage.Shape), new(Engine, GenerationStage.Texture)];

    private readonly SimulationOptions _options;
    private readonly Random _random;
    private readonly SimulatedUsers _users;
    private readonly PriorityLanes _lanes = new(new PriorityLanesOptions());
    private readonly GpuSlotTable _slots = new(new GpuSlotTableOptions(), new SiloChoiceOptions());
    private readonly PriorityQueue<(int Silo, int Job, GpuSlotLease Lease), double> _ends = new();
    private readonly string[] _addresses;
    private readonly Dictionary<string, int> _siloOf;
    private readonly long[] _sequences;
    private readonly SimulatedJob[] _jobs;
    private readonly SimulationTally _tally;
    private readonly StageTimes _times = new();
    private readonly WaitEstimator _waits;
    private readonly OperationClock _enqueue = new();
    private readonly OperationClock _place = new();
    private readonly OperationClock _tick = new();
    private readonly OperationClock _report = new();
    private readonly OperationClock _grant = new();
    private double _ticked = double.NegativeInfinity;
    private double _now;
    private int _arrived;
    private int _longestQueue;
    private long _enqueued;

    public ClusterSimulation(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Silos, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Jobs, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Users, 1, nameof(options));
        (_options, _random, _users) = (options, new Random(options.Seed), new SimulatedUsers(options));
        _addresses = [.. Enumerable.Range(0, options.Silos).Select(silo => string.Create(CultureInfo.InvariantCulture, $"10.{silo >> 16}.{(silo >> 8) & 255}.{silo & 255}:11111@1"))];
        _siloOf = _addresses.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        (_sequences, _jobs) = (new long[options.Silos], new SimulatedJob[options.Jobs]);
        _tally = new SimulationTally(options, _users);
        _waits = new WaitEstimator(_lanes, _slots, _times, new OffPeakGate(new OffPeakOptions()));
    }

    private DateTimeOffset Now => Epoch.AddSeconds(_now);

    public SimulationReport Run(CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        for (var silo = 0; silo < _options.Silos; silo++) _slots.Apply(Report(silo, [], FreeSlot), Now);
        var arrival = Gap();
        while (_arrived < _options.Jobs || _ends.Count > 0)
        {
            if ((_arrived & 1023) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (_arrived < _options.Jobs && (!_ends.TryPeek(out _, out var end) || arrival <= end))
            {
                _now = arrival;
                Arrive();
                arrival += Gap();
            }
            else
            {
                _ends.TryDequeue(out var ended, out _now);
                End(ended.Silo, ended.Job, ended.Lease);
            }
        }

        return _tally.Report(_now, _longestQueue, Cost(), Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    // The rate of now until the next arrival: waves are long against gaps.
    private double Gap()
    {
        var perSecond = _options.Load * _options.Silos / (_options.ShapeSeconds + _options.TextureSeconds) * (1 + _options.Wave * Math.Sin(2 * Math.PI * _now / _options.WaveSeconds));
        return -Math.Log(1 - _random.NextDouble()) / Math.Max(perSecond, 1e-9);
    }

    private void Arrive()
    {
        var job = _arrived++;
        _jobs[job] = new SimulatedJob { User = _users.Pick(_random.NextDouble()), Submitted = _now };
        _tally.Asked(_jobs[job]);
        Enqueue(job);
    }

    private void Enqueue(int job)
    {
        ref var state = ref _jobs[job];
        state.Queued = _now;
        var demand = new StageDemand(state.Textured ? GenerationStage.Texture : GenerationStage.Shape, Engine, null);
        var ticket = Ticket(job.ToString(CultureInfo.InvariantCulture), demand, state.User, state.Submitted);
        _enqueue.Start();
        _lanes.Add(ticket);
        _enqueue.Stop(1);
        _longestQueue = Math.Max(_longestQueue, _lanes.Count);
        Grant();
        if (++_enqueued % PlacesMeasuredOneOf == 0) MeasurePlace(ticket.JobId);
    }

    // The queue answers every ticket with its place. Telling it changes nothing, so it is measured now and then only.
    private void MeasurePlace(string job)
    {
        if (_now - _ticked > TicksMeasuredOneOf * TickSeconds) Tick();
        _place.Start();
        _waits.PlaceOf(job, Now);
        _place.Stop(1);
    }

    // What the queue does for all silos now and then, without effect here: nobody falls silent.
    private void Tick()
    {
        _ticked = _now;
        _tick.RunLong(LookThrough, _options.Silos);
    }

    private void LookThrough()
    {
        _waits.Refresh();
        foreach (var stage in Stages) _waits.WaitOfNew(Ticket("", new StageDemand(stage, Engine, null)), Now);
        _slots.Expire(Epoch);
        _ = (_slots.CountSilos(spot: false), _slots.CountSilos(spot: true));
    }

    private void Grant()
    {
        var now = Now;
        while (true)
        {
            _grant.Start();
            var taken = _lanes.TryTake(demand => _slots.CanRun(demand, now), now, out var ticket);
            var lease = taken ? _slots.TryGrant(ticket!, Guid.NewGuid(), now) : null;
            _grant.Stop(taken ? 1 : 0);
            if (lease is null) return;
            var (silo, job) = (_siloOf[lease.Silo], int.Parse(lease.JobId, CultureInfo.InvariantCulture));
            ref var state = ref _jobs[job];
            state.Waited += _now - state.Queued;
            var nominal = state.Textured ? _options.TextureSeconds : _options.ShapeSeconds;
            var seconds = nominal * (1 + _options.Jitter * (2 * _random.NextDouble() - 1));
            _tally.Started(state, seconds, spot: IsSpot(silo), counts: _arrived < _options.Jobs);
            _ends.Enqueue((silo, job, lease), _now + seconds);
        }
    }

    private void End(int silo, int job, GpuSlotLease lease)
    {
        ref var state = ref _jobs[job];
        var ended = new EndedLease(lease.Id, lease.JobId, new StageDemand(lease.Stage, Engine, null), StageEnd.Completed, null, null);
        var report = Report(silo, [ended], FreeSlot);
        _report.Start();
        _slots.Apply(report, Now);
        _report.Stop(1);
        _times.Add(ended.Demand, state.Textured ? _options.TextureSeconds : _options.ShapeSeconds);
        if (state.Textured)
        {
            _tally.Ended(state);
            Grant();
            return;
        }

        state.Textured = true;
        Enqueue(job);
    }

    private StageTicket Ticket(string job, StageDemand demand, int user = 0, double submitted = 0) => new()
    {
        JobId = job,
        Demand = demand,
        User = _users.Names[user],
        Priority = _users.PriorityOf(user),
        Submitted = Epoch.AddSeconds(submitted),
    };

    private bool IsSpot(int silo) => silo < _options.Silos * _options.SpotShare;

    private GpuSiloReport Report(int silo, ImmutableArray<EndedLease> ended, ImmutableArray<GpuSlotReport> slots, ImmutableArray<HeldLease> held = default) => new()
    {
        Silo = _addresses[silo],
        Sequence = ++_sequences[silo],
        Spot = IsSpot(silo),
        Slots = slots,
        Offers = Offers,
        Ended = ended,
        Held = held.IsDefault ? [] : held,
    };

    private QueueCost Cost()
    {
        var heartbeat = MeasureHeartbeat();
        var call = _options.CallSeconds;
        var stagesPerSecond = 2 / (_options.ShapeSeconds + _options.TextureSeconds);
        // A stage: its ticket comes in and its place is told, its lease goes out and is answered, its slot gets free, its outcome is delivered.
        var perStage = _enqueue.Typical + _place.Typical + _grant.Typical + 2 * _report.Typical + 5 * call;
        var perHeartbeat = (heartbeat + call) / _options.ReportSeconds;
        var (perSecond, tick) = (stagesPerSecond * perStage, _tick.Typical / TickSeconds);
        return new QueueCost(_enqueue.Typical, _place.Typical, _report.Typical, heartbeat, _grant.Typical, _tick.Typical, 1 / (perSecond + tick + perHeartbeat), 1 / (perSecond + tick));
    }

    private double MeasureHeartbeat()
    {
        var clock = new OperationClock();
        HeldLease[] leases = [.. _addresses.Select((_, silo) => new HeldLease(Guid.NewGuid(), $"held{silo}", new StageDemand(GenerationStage.Shape, Engine, null), 0, OccupiesSlot: true))];
        for (var i = 0; i < HeartbeatsMeasured; i++)
        {
            var silo = i % _options.Silos;
            var held = leases[silo];
            var report = Report(silo, [], BusySlot, [held]);
            clock.Start();
            _slots.Apply(report, Now);
            clock.Stop(1);
        }

        return clock.Typical;
    }
}
