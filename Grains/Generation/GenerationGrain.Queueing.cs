using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Scheduling;

namespace Hunyuan3D.Grains.Generation;

/// <summary>
/// The job's place in the queue: its ticket goes there, and where it stands comes back when somebody wants to know. Only a job that is watched or asked
/// looks, and the longer it still waits the less often (<see cref="QueuePlace.LookAgain"/>: a twentieth of the wait), so n watched jobs ask about 20 ln n times
/// for each grant and not n times.
/// </summary>
internal sealed partial class GenerationGrain
{
    /// <summary>A watcher calls again within the time of a long poll; after two it is gone.</summary>
    private const int WatchedFor = 2;

    /// <summary>A caller who asks for a status does not wait longer for a queue that is away.</summary>
    private static readonly TimeSpan PlacePatience = TimeSpan.FromSeconds(1);

    /// <summary>Timers take at most 49 days.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private QueuePlace? _place;
    private DateTimeOffset _placeAsked;
    private DateTimeOffset _watched;
    private IGrainTimer? _placeTimer;
    private IGrainTimer? _retryTimer;
    private IGrainTimer? _deadlineTimer;

    /// <summary>Null: the queue has taken the ticket.</summary>
    private async Task<GenerationAdmission?> AdmitAsync(GenerationState state)
    {
        QueueAdmission answer;
        try
        {
            answer = await Queue.Admit(state.Ticket);
        }
        catch
        {
            LeaveCache(state);
            throw;
        }

        if (answer.Verdict == QueueVerdict.Admitted)
        {
            (_place, _placeAsked) = (answer.Place, Now);
            return null;
        }

        LeaveCache(state);
        DeactivateOnIdle();
        // Callers repeat what the cluster could not answer; a queue that starts knows within seconds.
        if (answer.Verdict == QueueVerdict.Rebuilding)
            throw new OrleansException($"The queue has just started and is not sure yet that there is room for job {JobId}; try again.");
        return new GenerationAdmission(null, QueueBounds.Refusal(answer.Verdict, answer.Load), answer.Load);
    }

    // A job that never was must not be waited for by equal ones.
    private void LeaveCache(GenerationState state)
    {
        if (state.Cache is { } key) Cache(key).Abandon(JobId).Ignore();
    }

    private Task SendTicketWhenDueAsync(GenerationState state)
    {
        if (state.NotBefore is { } due && due > Now)
        {
            _retryTimer?.Dispose();
            _retryTimer = this.RegisterGrainTimer(
                () => State is { WantsSlot: true } ? SendTicketAsync() : Task.CompletedTask,
                new GrainTimerCreationOptions(due - Now, Timeout.InfiniteTimeSpan) { KeepAlive = true });
            return Task.CompletedTask;
        }

        return SendTicketAsync();
    }

    /// <summary>A job that has not started ends when its deadline passes, wherever its ticket is and whoever knows of it.</summary>
    private void WatchDeadline(GenerationState state)
    {
        if (state.Started is not null)
        {
            _deadlineTimer?.Dispose();
            _deadlineTimer = null;
        }
        else if (_deadlineTimer is null && state.Request.Deadline is { } deadline)
        {
            var left = deadline - Now;
            _deadlineTimer = this.RegisterGrainTimer(
                CheckDeadlineAsync,
                new GrainTimerCreationOptions(left < TimeSpan.Zero ? TimeSpan.Zero : left > LongestTimer ? LongestTimer : left, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        }
    }

    private async Task CheckDeadlineAsync()
    {
        _deadlineTimer?.Dispose();
        _deadlineTimer = null;
        if (State is not { IsFinal: false } state) return;
        try
        {
            if (!await ApplyAsync(GenerationPlan.MissDeadline(state, Now))) WatchDeadline(state);
        }
        catch (OrleansException exception)
        {
            // Upkeep ends it as soon as that can be made durable; until then no grant is accepted.
            LogUpkeepFailed(exception, JobId);
        }
    }

    private async Task SendTicketAsync()
    {
        if (State is not { WantsSlot: true } state) return;
        try
        {
            Take((await Queue.Enqueue(state.Ticket)).Place);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogUpkeepFailed(exception, JobId);
        }
    }

    private async Task WithdrawAsync()
    {
        try
        {
            await Queue.Withdraw(JobId);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // The queue's grant will be answered with "not wanted".
            LogUpkeepFailed(exception, JobId);
        }
    }

    /// <summary>Somebody waits for news: while the job is queued, its place is news.</summary>
    private void Watched()
    {
        _watched = Now;
        if (_placeTimer is not null || State is not { WantsSlot: true }) return;
        var pause = _place?.LookAgain ?? PlacePatience;
        _placeTimer = this.RegisterGrainTimer(LookAtPlaceAsync, new GrainTimerCreationOptions(pause, Timeout.InfiniteTimeSpan));
    }

    private async Task LookAtPlaceAsync()
    {
        _placeTimer?.Dispose();
        _placeTimer = null;
        await RefreshPlaceAsync();
        if (Now - _watched < WatchedFor * _options.LongPoll)
        {
            var watched = _watched;
            Watched();
            _watched = watched;
        }
    }

    /// <summary>Asks the queue where the job stands, unless the last answer is fresh.</summary>
    private async Task RefreshPlaceAsync()
    {
        if (State is not { WantsSlot: true } state || state.NotBefore > Now || Now - _placeAsked < (_place?.LookAgain ?? PlacePatience)) return;
        _placeAsked = Now;
        try
        {
            Take(await Queue.GetPlace(JobId).WaitAsync(PlacePatience, _time));
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogUpkeepFailed(exception, JobId);
        }
    }

    private void Take(QueuePlace? place)
    {
        _placeAsked = Now;
        if (State is not { WantsSlot: true } state || _place == place) return;
        _place = place;
        PublishUnsaved(state);
    }

    private TimeSpan? EstimatedWait(GenerationState state)
    {
        if (!state.WantsSlot) return null;
        var retry = state.NotBefore is { } due && due > Now ? due - Now : TimeSpan.Zero;
        return _place?.Wait is { } wait ? wait + retry : retry > TimeSpan.Zero ? retry : null;
    }

    private WaitReason? WaitingFor(GenerationState state) => state switch
    {
        { Status: not GenerationStatusCode.Queued } => null,
        { JoinedTo: not null, JoinsShape: true } => WaitReason.EqualShape,
        { JoinedTo: not null } => WaitReason.EqualJob,
        { NotBefore: { } due } when due > Now => WaitReason.Retry,
        _ => _place?.Reason,
    };
}
