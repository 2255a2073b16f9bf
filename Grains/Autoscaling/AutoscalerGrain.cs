using System.Collections.Immutable;
using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Placement;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Grains.Autoscaling;

/// <summary>Now and then: looks at queue and silos, lets <see cref="ScalePolicy"/> decide, has the target do it.</summary>
[ControlPlacement]
[AutoscalerPlacement]
[KeepAlive]
internal sealed partial class AutoscalerGrain : Grain, IAutoscalerGrain
{
    private const int Remembered = 50;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly IPersistentState<AutoscalerRecord> _record;
    private readonly IScaleTarget? _target;
    private readonly AutoscalingOptions _options;
    private readonly ScalePolicy _policy;
    private readonly ScaledRoster _roster = new();
    private readonly AutoscalingMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<AutoscalerGrain> _logger;
    private ImmutableArray<ScaledSilo> _silos = [];
    private Guid _toldQueue;
    private string _reason = "";
    private string? _recommendation;
    private string? _problem;
    private TimeSpan _pause = FirstPause;
    private DateTimeOffset _notBefore;

    public AutoscalerGrain(
        [PersistentState("autoscaler", GrainStorageNames.Hunyuan3D)] IPersistentState<AutoscalerRecord> record,
        IOptions<AutoscalingOptions> options,
        IEnumerable<IScaleTarget> targets,
        AutoscalingMetrics metrics,
        TimeProvider time,
        ILogger<AutoscalerGrain> logger)
    {
        (_record, _options, _metrics, _time, _logger) = (record, options.Value, metrics, time, logger);
        _target = targets.LastOrDefault();
        _policy = new ScalePolicy(_options);
    }

    private ImmutableArray<ScaleEvent> Events => _record.State.Decisions.IsDefault ? [] : _record.State.Decisions;

    private IGenerationQueueGrain Queue => GrainFactory.GetGrain<IGenerationQueueGrain>(IGenerationQueueGrain.Key);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (_options.Target == ScaleTargetKind.Off) return Task.CompletedTask;
        LogStarted(AutoscalingNames.Of(_options.Target), _options.Min, _options.Max);
        _metrics.Started(_options);
        // Interleaved: a target that is slow keeps nobody from asking how things stand. A tick never overlaps itself.
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TimeSpan.Zero, _options.Period) { KeepAlive = true, Interleave = true });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _metrics.Silos(null);
        return Task.CompletedTask;
    }

    public Task<AutoscalerStatus> GetStatus() => Task.FromResult(_options.Target == ScaleTargetKind.Off
        ? new AutoscalerStatus { Target = AutoscalingNames.Of(ScaleTargetKind.Off), Reason = $"Autoscaling is off; '{AutoscalingOptions.Section}:Target' turns it on." }
        : new AutoscalerStatus
        {
            Target = AutoscalingNames.Of(_options.Target),
            Min = _options.Min,
            Max = _options.Max,
            Silos = [.. _silos.Select(silo => new ScaledSiloStatus(silo.Id, silo.Spot, silo.State, silo.Busy, silo.Since))],
            Decisions = Events,
            Reason = _reason,
            Recommendation = _recommendation,
            Problem = _problem,
        });

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.TargetTimeout);
        try
        {
            var target = _target ?? throw new ScaleTargetException($"No target for '{AutoscalingNames.Of(_options.Target)}' is registered in this host. Choose another one, or register it.");
            var queue = await Queue.GetSnapshot();
            await ExchangeOffersAsync(target, queue);
            var instances = await target.ListAsync(limit.Token);
            _silos = _roster.Update(instances, queue.Silos, _time.GetUtcNow());
            _metrics.Silos(_silos);
            var decision = _policy.Decide(Snapshot(queue));
            Note(decision);
            if (decision.Action != ScaleAction.None && _time.GetUtcNow() >= _notBefore) await CarryOutAsync(target, decision, instances, limit.Token);
            if (_time.GetUtcNow() >= _notBefore) _problem = null;
        }
        catch (Exception exception) when (exception is ScaleTargetException or OrleansException or TimeoutException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Fail(exception);
        }
    }

    private ScaleSnapshot Snapshot(QueueSnapshot queue)
    {
        var ours = _silos.Select(silo => _roster.AddressOf(silo.Id)).ToHashSet();
        var loads = queue.Silos.Where(silo => ours.Contains(silo.Silo)).ToArray();
        return new ScaleSnapshot(
            _time.GetUtcNow(),
            queue.Waiting - queue.Held,
            _silos,
            _record.State.LastOut,
            _record.State.LastIn,
            loads.Length == 0 ? 0 : loads.Average(silo => silo.GpuLoad),
            loads.Length == 0 ? 0 : loads.Average(silo => silo.CpuLoad));
    }

    private async Task CarryOutAsync(IScaleTarget target, ScaleDecision decision, ImmutableArray<ScaledInstance> instances, CancellationToken cancellationToken)
    {
        // A silo that was given work since the decision stays: the queue decides that, and from then on gives it none.
        if (decision.Remove is { } silo && _roster.AddressOf(silo.Id) is { } address && !await Queue.Retire(address)) return;
        try
        {
            if (decision.Remove is { } removed) await target.RemoveAsync(instances.First(instance => instance.Id == removed.Id), cancellationToken);
            else await target.AddAsync(decision.OnDemand, decision.Spot, cancellationToken);
            (_pause, _problem) = (FirstPause, null);
            Record(decision, problem: null);
            await SaveTimeAsync(decision);
        }
        catch (Exception exception) when (exception is ScaleTargetException or OperationCanceledException)
        {
            Record(decision, Explain(exception));
            // What may have been done counts as done: its silos are seen when they come, and the cool-down keeps it from being done twice.
            if (exception is OperationCanceledException or ScaleTargetException { MayBeDone: true }) await SaveTimeAsync(decision);
            throw;
        }
    }

    private void Record(ScaleDecision decision, string? problem)
    {
        var added = new ScaleEvent(_time.GetUtcNow(), decision.Action, decision.OnDemand, decision.Spot, decision.Remove?.Id, decision.Reason, problem);
        // What repeats itself because nothing came of it is told once.
        var before = Events;
        var idle = problem is not null || _options.Target == ScaleTargetKind.DryRun;
        if (!idle || before.IsEmpty || before[0] with { At = added.At, Reason = added.Reason } != added)
        {
            _metrics.Decided(added);
            if (problem is null) LogDecided(added.Action, added.OnDemand, added.Spot, added.Silo ?? "-", added.Reason);
            else LogNotDone(added.Action, added.OnDemand, added.Spot, added.Silo ?? "-", added.Reason, problem);
        }
        else
        {
            before = before.RemoveAt(0);
        }

        _record.State.Decisions = [added, .. before.Take(Remembered - 1)];
    }

    private void Note(ScaleDecision decision)
    {
        _reason = decision.Reason;
        if (decision.Recommendation is { } recommendation && _recommendation is null) LogRecommended(recommendation);
        _recommendation = decision.Recommendation;
    }

    private void Fail(Exception exception)
    {
        var problem = Explain(exception);
        if (problem != _problem) LogFailed(problem);
        (_problem, _notBefore) = (problem, _time.GetUtcNow() + _pause);
        _pause = TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks));
    }

    private string Explain(Exception exception)
        => exception is OperationCanceledException ? $"The target did not answer within {_options.TargetTimeout.TotalSeconds:F0} s." : exception.Message;

    private async Task SaveTimeAsync(ScaleDecision decision)
    {
        if (decision.Action == ScaleAction.Out) _record.State.LastOut = _time.GetUtcNow();
        else _record.State.LastIn = _time.GetUtcNow();
        await SaveAsync();
    }

    /// <summary>While no silo runs, the queue learns from here what jobs it may accept; while some do, this learns it from the queue.</summary>
    private async Task ExchangeOffersAsync(IScaleTarget target, QueueSnapshot queue)
    {
        if (queue.Epoch != _toldQueue)
        {
            await Queue.Expect([.. target.Offers, .. _record.State.Offers.Except(target.Offers)]);
            _toldQueue = queue.Epoch;
        }

        if (queue.Silos.IsEmpty) return;
        var known = (await Queue.GetOffers()).Offers;
        if (known.ToHashSet().SetEquals(_record.State.Offers)) return;
        _record.State.Offers = known;
        await SaveAsync();
    }

    private async Task SaveAsync()
    {
        try
        {
            await _record.WriteStateAsync();
        }
        catch (Exception exception)
        {
            // The activation still knows it; only a loss of its silo in this moment would shorten a cool-down.
            LogNotSaved(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Autoscaling by target {Target}, {Min} to {Max} silos.")]
    private partial void LogStarted(string target, int min, int max);

    [LoggerMessage(Level = LogLevel.Information, Message = "Scale {Action}: {OnDemand} on-demand and {Spot} spot silos more, {Silo} leaves. {Reason}.")]
    private partial void LogDecided(ScaleAction action, int onDemand, int spot, string silo, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Scale {Action} was not done ({OnDemand} on-demand and {Spot} spot silos more, {Silo} leaves; {Reason}): {Problem}")]
    private partial void LogNotDone(ScaleAction action, int onDemand, int spot, string silo, string reason, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Recommendation}")]
    private partial void LogRecommended(string recommendation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Autoscaling cannot work now and tries again: {Problem}")]
    private partial void LogFailed(string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The time of the last change could not be made durable.")]
    private partial void LogNotSaved(Exception exception);
}
