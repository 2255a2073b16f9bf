using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Caching;
using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Placement;
using Hunyuan3D.Grains.Scheduling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Grains.Generation;

/// <summary>
/// One job. It decides nothing itself: <see cref="GenerationPlan"/> gives the next state, the grain makes it durable and then acts on it.
/// This part answers the caller; <c>GenerationGrain.Run.cs</c> answers the queue and the workers; <c>GenerationGrain.Queueing.cs</c> keeps its place in the queue;
/// <c>GenerationGrain.Upkeep.cs</c> keeps the job alive; <c>GenerationGrain.Caching.cs</c> takes from the result cache and gives to it.
/// </summary>
[ControlPlacement]
[Orleans.Placement.PreferLocalPlacement]
[CollectionAgeLimit(Minutes = 2)]
internal sealed partial class GenerationGrain : Grain, IGenerationGrain, IGenerationRunGrain, IRemindable, IIncomingGrainCallFilter
{
    private readonly IPersistentState<GenerationRecord> _record;
    private readonly ClusterOffersCache _offers;
    private readonly IGenerationIndex _index;
    private readonly IArtifactStore _store;
    private readonly RetryPolicy _retries;
    private readonly GenerationUpkeepOptions _options;
    private readonly ResultCacheOptions _caching;
    private readonly GenerationMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<GenerationGrain> _logger;

    private readonly KeyValuePair<string, object>[] _scope;

    private GenerationStatus? _status;
    private long _version;
    private TaskCompletionSource? _changed;

    public GenerationGrain(
        [PersistentState("generation", GrainStorageNames.Hunyuan3D)] IPersistentState<GenerationRecord> record,
        ClusterOffersCache offers,
        IGenerationIndex index,
        IArtifactStore store,
        RetryPolicy retries,
        IOptions<GenerationUpkeepOptions> options,
        IOptions<ResultCacheOptions> caching,
        GenerationMetrics metrics,
        TimeProvider time,
        ILogger<GenerationGrain> logger)
    {
        (_record, _offers, _index, _store) = (record, offers, index, store);
        (_retries, _options, _metrics, _time, _logger) = (retries, options.Value, metrics, time, logger);
        _caching = caching.Value;
        _scope = [new("JobId", JobId)];
    }

    /// <summary>The job as it is durable; null: no such job.</summary>
    private GenerationState? State { get; set; }

    private string JobId => this.GetPrimaryKeyString();

    private DateTimeOffset Now => _time.GetUtcNow();

    private IGenerationQueueGrain Queue => GrainFactory.GetGrain<IGenerationQueueGrain>(IGenerationQueueGrain.Key);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        State = _record.State.State;
        if (State is { } state)
        {
            _version = state.Version;
            Publish(state);
            if (!state.IsFinal)
            {
                StartUpkeep();
                WatchDeadline(state);
                // As a call, so that it has its turn like any other.
                this.AsReference<IGenerationRunGrain>().Wake().Ignore();
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Whatever is logged in a turn of the job says whose turn it is.</summary>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        using var scope = _logger.BeginScope(_scope);
        await context.Invoke();
    }

    public async Task<GenerationAdmission> Submit(GenerationRequest request)
    {
        if (State is not null) return new GenerationAdmission(_status, null);
        var offers = await _offers.GetAsync();
        if ((GenerationAdmissionCheck.Values(request) ?? GenerationAdmissionCheck.Deadline(request, Now) ?? GenerationAdmissionCheck.Callback(request, ServiceProvider) ?? GenerationAdmissionCheck.Offers(request, offers)) is { } refusal)
        {
            DeactivateOnIdle();
            return new GenerationAdmission(null, refusal);
        }

        request = GenerationDemands.NameModels(request, offers);
        var state = await AskCacheAsync(GenerationPlan.Submit(JobId, request, _caching.Enabled && request.UseCache ? ResultCacheKey.Of(request, offers) : null, Now) with { Trace = JobTraces.Current });
        if (state.WantsSlot && await AdmitAsync(state) is { } full) return full;
        try
        {
            await Task.WhenAll(ListAsync(state), SaveAsync(state));
        }
        catch
        {
            // A listed job that does not exist is found out by the next sweep. One that is durable goes on, listed or not: its caller may ask again by its key.
            if (State is not null) AfterChange(previous: null);
            else if (state.WantsSlot) WithdrawAsync().Ignore();
            throw;
        }

        _metrics.Submitted(request);
        LogSubmitted(JobId, request.User, request.Options.Engine, request.Priority);
        AfterChange(previous: null);
        return new GenerationAdmission(_status, null);
    }

    public async Task<GenerationStatus?> GetStatus()
    {
        await RefreshPlaceAsync();
        return _status;
    }

    public async Task<GenerationStatus?> WaitForChange(long afterVersion, CancellationToken cancellationToken)
    {
        Watched();
        if (_status is not { IsFinal: false } || _status.Version > afterVersion) return _status;
        _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _changed.Task.WaitAsync(_options.LongPoll, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
        }

        return _status;
    }

    public async Task<GenerationStatus?> Cancel()
    {
        if (State is { } state) await ApplyAsync(GenerationPlan.Cancel(state, Now));
        return _status;
    }

    /// <summary>Makes a transition durable and acts on it. False: the event did not apply.</summary>
    private async Task<bool> ApplyAsync(GenerationState next)
    {
        var previous = State;
        if (ReferenceEquals(previous, next)) return false;
        await SaveAsync(next);
        AfterChange(previous);
        return true;
    }

    /// <summary>Nothing is visible before it is durable, and a failed write leaves the job as it was.</summary>
    private async Task SaveAsync(GenerationState next)
    {
        next = next with { Version = NextVersion() };
        _record.State.State = next;
        try
        {
            await _record.WriteStateAsync();
        }
        catch (Exception exception)
        {
            _record.State.State = State;
            if (exception is OrleansException) throw;
            throw new OrleansException($"Job {JobId} could not be made durable: {exception.Message}");
        }

        if (!ReferenceEquals(State?.Lease, next.Lease)) _progress = null;
        if (State?.Checkpoint is { } superseded && superseded != next.Checkpoint) Task.Run(() => _store.Delete(superseded)).Ignore();
        State = next;
        // A position may have been published while the row was written.
        _version = Math.Max(_version + 1, next.Version);
        if (!next.WantsSlot) _place = null;
        Publish(next);
    }

    private async Task ListAsync(GenerationState state)
    {
        try
        {
            await _index.AddAsync(IndexEntry(state));
            _listed = true;
        }
        catch (Exception exception) when (exception is not OrleansException)
        {
            throw new OrleansException($"Job {JobId} could not be listed: {exception.Message}");
        }
    }

    /// <summary>
    /// Unix milliseconds, or one more than the version before. So it also grows over a crash that took versions with it which were seen but not saved.
    /// </summary>
    private long NextVersion() => Math.Max(_version + 1, Now.ToUnixTimeMilliseconds());

    /// <summary>Progress and position change the version, but are not saved.</summary>
    private void PublishUnsaved(GenerationState state)
    {
        _version = NextVersion();
        Publish(state);
    }

    private void Publish(GenerationState state)
    {
        _status = new GenerationStatus
        {
            Id = state.JobId,
            Version = _version,
            Status = state.Status,
            Request = state.Request,
            Submitted = state.Submitted,
            Started = state.Started,
            Ended = state.Ended,
            Progress = _progress,
            Result = state.Result,
            Failure = state.Failure,
            Attempt = state.Attempt,
            QueuePosition = state.WantsSlot ? _place?.Position : null,
            Silo = state.Lease?.Silo,
            SiloLosses = state.SiloLosses,
            ReusedShape = state.ReusedShape,
            EstimatedWait = EstimatedWait(state),
            WaitingFor = WaitingFor(state),
            WaitDetail = state.WantsSlot ? _place?.Detail : null,
        };
        _changed?.TrySetResult();
        _changed = null;
    }

    private static GenerationIndexEntry IndexEntry(GenerationState state) => new(state.JobId, state.Request.User, state.Submitted);
}
