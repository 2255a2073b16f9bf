using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Webhooks;

namespace Hunyuan3D.Grains.Generation;

/// <summary>
/// What keeps a job going. The upkeep timer (and, should the silo be lost, the reminder and the queue's wake-up) repeats everything that a crash
/// may have cut off: the ticket, the lease's claim, the index, the cache. Short jobs end before the first upkeep and never pay for a reminder.
/// </summary>
internal sealed partial class GenerationGrain
{
    private const string ReminderName = "alive";

    private IGrainTimer? _upkeep;
    private bool _reminderSet;

    /// <summary>This activation knows that the index has the job.</summary>
    private bool _listed;

    public Task Wake() => LookAfterAsync();

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _reminderSet = true;
        await LookAfterAsync();
    }

    /// <summary>Acts on the state that was just made durable.</summary>
    private void AfterChange(GenerationState? previous)
    {
        var state = State!;
        if (state.IsFinal)
        {
            if (previous is { Status: GenerationStatusCode.Running, Lease: { } lease } && state.Status == GenerationStatusCode.Cancelled) StopStageAsync(lease).Ignore();
            else if (previous is { WantsSlot: true }) WithdrawAsync().Ignore();
            StopTimers();
            _metrics.Ended(state);
            JobTraces.Ended(state);
            LogEnded(JobId, state.Status, (state.Ended!.Value - state.Submitted).TotalSeconds, state.Result?.FromCache ?? false);
            FinishAsync(state).Ignore();
            return;
        }

        StartUpkeep();
        WatchDeadline(state);
        // A new job's first ticket came with its admission.
        if (state.WantsSlot && previous is not null) SendTicketWhenDueAsync(state).Ignore();
    }

    private async Task LookAfterAsync()
    {
        try
        {
            if (State is { } overdue && await ApplyAsync(GenerationPlan.MissDeadline(overdue, Now))) return;
            switch (State)
            {
                case null:
                    await _index.RemoveAsync(JobId);
                    await DropReminderAsync();
                    DeactivateOnIdle();
                    break;
                case { IsFinal: true } ended:
                    await FinishAsync(ended);
                    break;
                case { JoinedTo: not null } joined:
                    await ApplyAsync(await AskCacheAsync(joined));
                    break;
                case { WantsSlot: true } waiting:
                    await SendTicketWhenDueAsync(waiting);
                    break;
                case { Lease: { } lease }:
                    await Queue.ClaimLease(lease);
                    break;
            }
        }
        catch (Exception exception)
        {
            // Upkeep repeats; whatever is away now is tried again then.
            LogUpkeepFailed(exception, JobId);
        }
    }

    private async Task CheckAsync()
    {
        if (State is not { IsFinal: false } state) return;
        await LookAfterAsync();
        try
        {
            await ListAsync(state);
            if (!_reminderSet)
            {
                await this.RegisterOrUpdateReminder(ReminderName, _options.ReminderPeriod, _options.ReminderPeriod);
                _reminderSet = true;
            }
        }
        catch (Exception exception)
        {
            LogUpkeepFailed(exception, JobId);
        }
    }

    /// <summary>The end of the job's traces. In this order, so that a crash in between leaves the job listed as active and the rest is repeated.</summary>
    private async Task FinishAsync(GenerationState state)
    {
        try
        {
            await FillCacheAsync(state);
            if (state.Request.CallbackUrl is not null) await GrainFactory.GetGrain<IWebhookGrain>(JobId).Announce(state.Status);
            await DropReminderAsync();
            if (!_listed) await ListAsync(state);
            await _index.EndAsync(IndexEntry(state), state.Status);
        }
        catch (Exception exception)
        {
            LogUpkeepFailed(exception, JobId);
        }
    }

    private async Task DropReminderAsync()
    {
        if (!_reminderSet) return;
        if (await this.GetReminder(ReminderName) is { } reminder) await this.UnregisterReminder(reminder);
        _reminderSet = false;
    }

    private void StartUpkeep()
        => _upkeep ??= this.RegisterGrainTimer(CheckAsync, new GrainTimerCreationOptions(_options.FirstCheck, _options.CheckPeriod) { KeepAlive = true });

    private void StopTimers()
    {
        _upkeep?.Dispose();
        _retryTimer?.Dispose();
        _placeTimer?.Dispose();
        _deadlineTimer?.Dispose();
        (_upkeep, _retryTimer, _placeTimer, _deadlineTimer) = (null, null, null, null);
    }
}
