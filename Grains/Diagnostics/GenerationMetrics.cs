using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Diagnostics;

/// <summary>
/// Instruments of jobs and queue. This folder is the one home of the cluster's instruments: base units, dotted names, one meter, <see cref="MeterName"/>. What only one silo
/// knows (the queue) is told by that silo and absent elsewhere, so a sum over silos is right at any time.
/// </summary>
public sealed class GenerationMetrics
{
    public const string MeterName = "Hunyuan3D";

    private static readonly GenerationStatusCode[] EndStatuses = [GenerationStatusCode.Completed, GenerationStatusCode.Failed, GenerationStatusCode.Cancelled];
    private static readonly string[] Faults = ["caller", "cluster"];
    private static readonly string[] NoFault = ["none"];

    private readonly Counter<long> _submitted;
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _jobDuration;
    private readonly Histogram<double> _waitDuration;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _leasesGranted;
    private readonly Counter<long> _leasesLost;
    private QueueReading? _queue;

    public GenerationMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _submitted = meter.CreateCounter<long>("hunyuan3d.jobs.submitted", "{job}", "Jobs accepted, by engine and priority.");
        _ended = meter.CreateCounter<long>("hunyuan3d.jobs.ended", "{job}", "Jobs ended, by engine, status and whose fault a failure is.");
        _jobDuration = meter.CreateHistogram("hunyuan3d.jobs.duration", "s", "From submission to the end, by engine and status.", advice: Durations.Buckets);
        _waitDuration = meter.CreateHistogram("hunyuan3d.queue.wait", "s", "From submission to the first start, by priority.", advice: Durations.Buckets);
        _failures = meter.CreateCounter<long>("hunyuan3d.stages.failures", "{failure}", "Attempts of stages that failed, by stage and failure code.");
        _retries = meter.CreateCounter<long>("hunyuan3d.stages.retries", "{retry}", "Stages that failed and will run again, by stage.");
        _leasesGranted = meter.CreateCounter<long>("hunyuan3d.leases.granted", "{lease}", "Device slots granted, by stage.");
        _leasesLost = meter.CreateCounter<long>("hunyuan3d.leases.lost", "{lease}", "Leases lost with their silo, by stage.");
        Begin();
        meter.CreateObservableGauge("hunyuan3d.queue.length", () => Waiting(reading => reading.Waiting), "{ticket}", "Stages that wait for a slot, by priority; on the silo that hosts the queue.");
        meter.CreateObservableGauge("hunyuan3d.leases.active", () => Of(reading => reading.Leases), "{lease}", "Leases in force; on the silo that hosts the queue.");
        meter.CreateObservableGauge("hunyuan3d.queue.held", () => Of(reading => reading.Held), "{ticket}", "Of the waiting stages, those held for off-peak; on the silo that hosts the queue.");
        meter.CreateObservableGauge("hunyuan3d.gpu.silos", GpuSilos, "{silo}", "Silos with devices as the queue knows them, by state and kind; on the silo that hosts the queue.");
    }

    /// <remarks>A counter that appears with its first event has not grown, for those who only see it then: so all of an engine's begin with its first job.</remarks>
    internal void Submitted(GenerationRequest request)
    {
        var engine = Tag("engine", request.Options.Engine);
        _submitted.Add(1, engine, Tag("priority", Lower(request.Priority)));
        foreach (var status in EndStatuses)
        {
            foreach (var fault in status == GenerationStatusCode.Failed ? Faults : NoFault) _ended.Add(0, engine, Tag("status", Lower(status)), Tag("fault", fault));
        }
    }

    internal void Ended(GenerationState state)
    {
        var engine = Tag("engine", state.Request.Options.Engine);
        var status = Tag("status", Lower(state.Status));
        var fault = state.Status != GenerationStatusCode.Failed ? NoFault[0] : state.Failure?.Code == GenerationFailureCode.InvalidInput ? Faults[0] : Faults[1];
        _ended.Add(1, engine, status, Tag("fault", fault));
        if (state.Ended is { } ended) _jobDuration.Record((ended - state.Submitted).TotalSeconds, engine, status);
    }

    internal void Granted(GenerationState state)
    {
        _leasesGranted.Add(1, Tag("stage", Lower(state.Stage)));
        if (state.Started is { } started && started == state.StageStarted)
            _waitDuration.Record((started - state.Submitted).TotalSeconds, Tag("priority", Lower(state.Request.Priority)));
    }

    internal void StageEnded(GenerationState before, StageOutcome outcome, GenerationState after)
    {
        if (outcome.Failure is not { } failure) return;
        var stage = Tag("stage", Lower(before.Stage));
        _failures.Add(1, stage, Tag("code", Lower(failure.Code)));
        if (!after.IsFinal) _retries.Add(1, stage);
    }

    internal void LeaseLost(GenerationStage stage) => _leasesLost.Add(1, Tag("stage", Lower(stage)));

    /// <summary>As the queue on this silo stands; null when it leaves.</summary>
    internal void Queue(QueueReading? reading) => _queue = reading;

    internal static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);

    internal static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private void Begin()
    {
        foreach (var stage in Enum.GetValues<GenerationStage>())
        {
            var tag = Tag("stage", Lower(stage));
            _retries.Add(0, tag);
            _leasesGranted.Add(0, tag);
            _leasesLost.Add(0, tag);
            foreach (var code in Enum.GetValues<GenerationFailureCode>()) _failures.Add(0, tag, Tag("code", Lower(code)));
        }
    }

    private IEnumerable<Measurement<int>> Waiting(Func<QueueReading, ImmutableArray<int>> counts)
        => _queue is not { } reading ? [] : counts(reading).Select((count, priority) => new Measurement<int>(count, Tag("priority", Lower((GenerationPriority)priority))));

    private IEnumerable<Measurement<int>> Of(Func<QueueReading, int> count) => _queue is { } reading ? [new Measurement<int>(count(reading))] : [];

    // All states, also those that no silo is in: an alert compares with zero and not with absence.
    private IEnumerable<Measurement<int>> GpuSilos() => _queue is not { } reading
        ? []
        : from kind in ((string Name, SiloCounts Counts)[])[("on-demand", reading.OnDemand), ("spot", reading.Spot)]
          from state in ((string Name, int Count)[])[("ready", kind.Counts.Ready), ("draining", kind.Counts.Draining), ("out", kind.Counts.Out)]
          select new Measurement<int>(state.Count, Tag("state", state.Name), Tag("kind", kind.Name));
}
