using System.Collections.Immutable;
using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>
/// Runs stages on this silo's device slots. Starting and stopping return at once; outcomes are told to the jobs. A slot is free as soon as its stage
/// ended, while the outcome is still on its way. All members may be called from any thread.
/// </summary>
internal sealed partial class GpuWorker : IDisposable
{
    private readonly GpuOptions _options;
    private readonly IStageRunner _runner;
    private readonly IArtifactStore _store;
    private readonly IGrainFactory _grains;
    private readonly GpuMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<GpuWorker> _logger;
    private readonly Lock _gate = new();
    private readonly ImmutableArray<GenerationStage> _stages;
    private readonly GpuSlot[] _slots;
    private readonly Dictionary<Guid, (StageRun Run, GpuSlot Slot)> _held = [];
    private readonly Dictionary<Guid, EndedLease> _ended = [];
    private readonly CancellationTokenSource _disposed = new();
    private TaskCompletionSource? _idle;
    private bool _draining;

    public GpuWorker(IOptions<GpuOptions> options, IStageRunner runner, IArtifactStore store, IGrainFactory grains, GpuMetrics metrics, TimeProvider time, ILogger<GpuWorker> logger)
    {
        (_options, _runner, _store, _grains, _metrics, _time, _logger) = (options.Value, runner, store, grains, metrics, time, logger);
        _stages = [.. _options.ServedStages];
        _slots = [.. Enumerable.Range(0, _options.Slots).Select(number => new GpuSlot(number, Run))];
    }

    /// <summary>Something the queue should hear about. True: at once, since a slot got free or draining began; false: soon, since a job took its outcome.</summary>
    public event Action<bool>? Changed;

    public StageStart Start(StageWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        lock (_gate)
        {
            if (_held.ContainsKey(work.Lease.Id)) return StageStart.Started;
            if (_draining) return StageStart.Draining;
            if ((uint)work.Lease.Slot >= _slots.Length || !_stages.Contains(work.Lease.Stage)) return StageStart.NoSuchSlot;
            var slot = _slots[work.Lease.Slot];
            if (slot.Current is not null) return StageStart.SlotBusy;
            var home = work.Home is { } silo ? _grains.GetGrain<IJobHomeGrain>(silo) : null;
            var run = new StageRun(work, _runner, _grains.GetGrain<IGenerationRunGrain>(work.Lease.JobId), home, _store, _options, _time, _logger);
            _held.Add(work.Lease.Id, (run, slot));
            LogBegun(work.Lease.Id, work.Lease.Stage, work.Lease.JobId);
            slot.Begin(run);
            return StageStart.Started;
        }
    }

    /// <summary>The lease is void: stops its work without telling its job.</summary>
    public void Stop(Guid leaseId)
    {
        StageRun? run;
        lock (_gate) run = _held.TryGetValue(leaseId, out var held) ? held.Run : null;
        run?.Stop(StopReason.Void);
    }

    public GpuWorkerSnapshot Snapshot()
    {
        lock (_gate)
        {
            return new GpuWorkerSnapshot(
                [.. _slots.Select(slot => new GpuSlotReport(slot.Number, _options.Device, _stages, slot.Current is not null))],
                [.. _held.Values.Select(held => held.Run.Describe(held.Slot.Number, occupiesSlot: held.Slot.Current == held.Run))],
                [.. _ended.Values],
                _draining);
        }
    }

    /// <summary>The queue has heard that these leases ended.</summary>
    public void Forget(IEnumerable<EndedLease> ended)
    {
        lock (_gate)
        {
            foreach (var lease in ended) _ended.Remove(lease.Id);
        }
    }

    /// <summary>Takes no more work, stops what runs so that it can go on elsewhere, and waits until the jobs have been told.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        Task idle;
        StageRun[] runs;
        lock (_gate)
        {
            _draining = true;
            runs = [.. _held.Values.Select(held => held.Run)];
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_held.Count == 0) _idle.TrySetResult();
            idle = _idle.Task;
        }

        Changed?.Invoke(true);
        if (runs.Length > 0) LogDraining(runs.Length);
        foreach (var run in runs) run.Stop(StopReason.Drain);
        try
        {
            await idle.WaitAsync(_options.DrainTimeout, _time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            LogNotDrained(_options.DrainTimeout);
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        foreach (var slot in _slots) slot.Dispose();
    }

    // On the slot's thread.
    private void Run(GpuSlot slot, StageRun run)
    {
        var outcome = run.ExecuteAsync().GetAwaiter().GetResult();
        var ended = run.Describe(outcome);
        LogEnded(ended.Id, ended.End);
        _metrics.StageEnded(ended);
        lock (_gate) slot.Current = null;
        Changed?.Invoke(true);
        EndAsync(run, outcome, ended).Ignore();
    }

    private async Task EndAsync(StageRun run, StageOutcome? outcome, EndedLease ended)
    {
        if (outcome is not null) await run.DeliverAsync(outcome, _disposed.Token);
        lock (_gate)
        {
            _held.Remove(run.Lease.Id);
            _ended.Add(ended.Id, ended);
            if (_held.Count == 0) _idle?.TrySetResult();
        }

        run.Dispose();
        Changed?.Invoke(false);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Lease {Lease} begins the {Stage} stage of job {Job}.")]
    private partial void LogBegun(Guid lease, GenerationStage stage, string job);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Lease {Lease} ends: {End}.")]
    private partial void LogEnded(Guid lease, StageEnd end);

    [LoggerMessage(Level = LogLevel.Information, Message = "Draining: {Count} stages are stopped and handed back.")]
    private partial void LogDraining(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Some stages did not end within {Limit}; the queue will notice that they are gone.")]
    private partial void LogNotDrained(TimeSpan limit);
}
