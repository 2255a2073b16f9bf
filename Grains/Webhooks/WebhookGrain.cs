using System.Collections.Immutable;
using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Webhooks;
using Hunyuan3D.Grains.Placement;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Grains.Webhooks;

/// <summary>
/// Tells a receiver the end of one job, at least once. What is to be told and how far it is lies in the grain storage; a short wait is a timer of the activation, and a reminder
/// takes over when the activation is gone, be it for a long wait or with its silo. The job's own grain counts the end as told only when <see cref="Announce"/> has returned.
/// </summary>
[ControlPlacement]
[Orleans.Placement.PreferLocalPlacement]
[CollectionAgeLimit(Minutes = 5)]
internal sealed partial class WebhookGrain : Grain, IWebhookGrain, IRemindable, IDisposable
{
    private const string ReminderName = "deliver";

    /// <summary>Longer waits are left to the reminder, and the activation goes. Below its idle limit.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMinutes(4);

    /// <summary>After the job or the storage could not be reached.</summary>
    private static readonly TimeSpan Hindered = TimeSpan.FromSeconds(5);

    private readonly IPersistentState<WebhookRecord> _record;
    private readonly IWebhookSender _sender;
    private readonly WebhookOptions _options;
    private readonly WebhookMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<WebhookGrain> _logger;

    // Attempts interleave with calls, and the row is written by one at a time.
    private readonly SemaphoreSlim _writing = new(1);

    private IGrainTimer? _timer;
    private bool _sending;

    public WebhookGrain(
        [PersistentState("webhook", GrainStorageNames.Hunyuan3D)] IPersistentState<WebhookRecord> record,
        IWebhookSender sender,
        IOptions<WebhookOptions> options,
        WebhookMetrics metrics,
        TimeProvider time,
        ILogger<WebhookGrain> logger)
        => (_record, _sender, _options, _metrics, _time, _logger) = (record, sender, options.Value, metrics, time, logger);

    private WebhookDelivery? Delivery => _record.State.Delivery;

    private WebhookDelivery? Pending => Delivery is { Status: WebhookDeliveryStatus.Pending } delivery ? delivery : null;

    private string JobId => this.GetPrimaryKeyString();

    private DateTimeOffset Now => _time.GetUtcNow();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Schedule();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _metrics.Pending(JobId, pending: false);
        return Task.CompletedTask;
    }

    public async Task Announce(GenerationStatusCode status)
    {
        if (Delivery is null) await ChangeAsync(_ => WebhookPlan.Announce(status, _options, Now));
        if (Pending is null) return;
        await RemindAsync();
        Schedule();
    }

    public Task<ImmutableArray<WebhookDelivery>> GetDeliveries() => Task.FromResult<ImmutableArray<WebhookDelivery>>(Delivery is { } delivery ? [delivery] : []);

    public async Task<WebhookDelivery?> Redeliver(string deliveryId)
    {
        if (Delivery?.Id != deliveryId) return null;
        await ChangeAsync(delivery => WebhookPlan.Redeliver(delivery!, _options, Now));
        await RemindAsync();
        Schedule();
        return Delivery;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (Pending is null) await ForgetAsync();
        else Schedule();
    }

    public void Dispose() => _writing.Dispose();

    /// <summary>Sees to it that the next attempt comes, unless one is under way.</summary>
    private void Schedule()
    {
        _timer?.Dispose();
        _timer = null;
        _metrics.Pending(JobId, Pending is not null);
        if (_sending || Pending is not { } delivery) return;
        var wait = delivery.NextAttempt is { } next && next > Now ? next - Now : TimeSpan.Zero;
        if (wait <= LongestTimer) StartTimer(wait);
    }

    // Interleaved: while a receiver is waited for, calls are answered.
    private void StartTimer(TimeSpan wait)
        => _timer = this.RegisterGrainTimer(AttemptAsync, new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { KeepAlive = true, Interleave = true });

    private async Task AttemptAsync(CancellationToken cancellationToken)
    {
        if (_sending || Pending is not { } delivery) return;
        _sending = true;
        try
        {
            await DeliverAsync(delivery, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The silo stops; another one goes on.
            return;
        }
        catch (Exception exception)
        {
            LogHindered(exception, JobId);
            _timer?.Dispose();
            StartTimer(Hindered);
            return;
        }
        finally
        {
            _sending = false;
        }

        Schedule();
    }

    private async Task DeliverAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var began = Now;
        var number = WebhookPlan.NextNumber(delivery);
        var job = await GrainFactory.GetGrain<IGenerationGrain>(JobId).GetStatus();
        if (job is { IsFinal: true, Request.CallbackUrl: { } url })
        {
            var outcome = await _sender.SendAsync(new WebhookMessage(url, delivery.Id, delivery.Event, number, job), cancellationToken);
            _metrics.Attempted(outcome);
            await ChangeAsync(current => WebhookPlan.Attempted(current!, outcome, _options, Random.Shared.NextDouble(), began));
        }
        else
        {
            await ChangeAsync(current => WebhookPlan.Abandon(current!, "The job is no longer known.", began));
        }

        Tell();
        if (Pending is null) await ForgetAsync();
        else await RemindAsync();
    }

    private void Tell()
    {
        var delivery = Delivery!;
        var last = delivery.Attempts[^1];
        switch (delivery.Status)
        {
            case WebhookDeliveryStatus.Delivered:
                LogDelivered(JobId, delivery.Event, delivery.Id, last.Number, last.HttpStatus);
                break;
            case WebhookDeliveryStatus.Failed:
                LogGivenUp(JobId, delivery.Event, delivery.Id, last.Number, last.Problem ?? "");
                break;
            default:
                LogPutOff(JobId, delivery.Event, delivery.Id, last.Number, last.Problem ?? "", delivery.NextAttempt ?? Now);
                return;
        }

        _metrics.Ended(delivery.Status);
    }

    private async Task ChangeAsync(Func<WebhookDelivery?, WebhookDelivery> change)
    {
        await _writing.WaitAsync();
        var before = Delivery;
        try
        {
            _record.State.Delivery = change(before);
            await _record.WriteStateAsync();
        }
        catch (Exception exception)
        {
            _record.State.Delivery = before;
            if (exception is OrleansException) throw;
            throw new OrleansException($"The deliveries of job {JobId} could not be made durable: {exception.Message}");
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The durable alarm: for the next attempt or, if that comes sooner, for what a crash may cut off.</summary>
    private async Task RemindAsync()
    {
        var wait = (Pending?.NextAttempt ?? Now) - Now;
        await this.RegisterOrUpdateReminder(ReminderName, wait > _options.ReminderPeriod ? wait : _options.ReminderPeriod, _options.ReminderPeriod);
    }

    private async Task ForgetAsync()
    {
        if (await this.GetReminder(ReminderName) is { } reminder) await this.UnregisterReminder(reminder);
    }
}
