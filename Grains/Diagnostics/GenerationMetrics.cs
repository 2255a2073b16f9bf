using System.Diagnostics;
using System.Diagnostics.Metrics;
using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Diagnostics;

/// <summary>The one home of the cluster's instruments. Base units, dotted names; the meter is <see cref="MeterName"/>.</summary>
public sealed class GenerationMetrics
{
    public const string MeterName = "Hunyuan3D";

    private readonly Counter<long> _submitted;
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _jobDuration;
    private readonly Histogram<double> _stageDuration;
    private readonly Histogram<double> _waitDuration;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _leasesGranted;
    private readonly Counter<long> _leasesLost;
    private readonly Counter<long> _cache;
    private int _waiting;
    private int _leases;

    public GenerationMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _submitted = meter.CreateCounter<long>("hunyuan3d.jobs.submitted", "{job}", "Jobs accepted.");
        _ended = meter.CreateCounter<long>("hunyuan3d.jobs.ended", "{job}", "Jobs ended, by status and failure code.");
        _jobDuration = meter.CreateHistogram<double>("hunyuan3d.jobs.duration", "s", "From submission to the end.");
        _stageDuration = meter.CreateHistogram<double>("hunyuan3d.stages.duration", "s", "Run time of completed stages.");
        _waitDuration = meter.CreateHistogram<double>("hunyuan3d.queue.wait", "s", "From submission to the first start.");
        _retries = meter.CreateCounter<long>("hunyuan3d.stages.retries", "{retry}", "Stages that failed and will run again.");
        _leasesGranted = meter.CreateCounter<long>("hunyuan3d.leases.granted", "{lease}", "Device slots granted.");
        _leasesLost = meter.CreateCounter<long>("hunyuan3d.leases.lost", "{lease}", "Leases lost with their silo.");
        _cache = meter.CreateCounter<long>("hunyuan3d.cache.requests", "{request}", "Result cache answers: hit, join or miss.");
        meter.CreateObservableGauge("hunyuan3d.queue.length", () => _waiting, "{ticket}", "Stages that wait for a slot; on the silo that hosts the queue.");
        meter.CreateObservableGauge("hunyuan3d.leases.active", () => _leases, "{lease}", "Leases in force; on the silo that hosts the queue.");
    }

    internal void Submitted(GenerationRequest request)
        => _submitted.Add(1, Tag("engine", request.Options.Engine), Tag("priority", request.Priority.ToString()));

    internal void Ended(GenerationState state)
    {
        var tags = new TagList { Tag("engine", state.Request.Options.Engine), Tag("status", state.Status.ToString()) };
        if (state.Failure is { } failure) tags.Add("code", failure.Code.ToString());
        _ended.Add(1, tags);
        if (state.Ended is { } ended) _jobDuration.Record((ended - state.Submitted).TotalSeconds, tags);
    }

    internal void Granted(GenerationState state)
    {
        _leasesGranted.Add(1, Tag("stage", state.Stage.ToString()));
        if (state is { Stage: GenerationStage.Shape, Attempt: 1, Started: { } started }) _waitDuration.Record((started - state.Submitted).TotalSeconds);
    }

    /// <param name="state">Before the outcome.</param>
    internal void StageEnded(GenerationState state, StageOutcome outcome, DateTimeOffset now)
    {
        var stage = Tag("stage", state.Stage.ToString());
        if (outcome.Failure is not null) _retries.Add(outcome.Failure.Retryable ? 1 : 0, stage);
        else if (!outcome.IsHandedBack && state.StageStarted is { } started) _stageDuration.Record((now - started).TotalSeconds, stage, Tag("engine", state.Request.Options.Engine));
    }

    internal void LeaseLost(GenerationStage stage) => _leasesLost.Add(1, Tag("stage", stage.ToString()));

    internal void CacheAnswered(string answer) => _cache.Add(1, Tag("answer", answer));

    /// <summary>As the queue on this silo stands; zeros when it leaves.</summary>
    internal void Queue(int waiting, int leases) => (_waiting, _leases) = (waiting, leases);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
