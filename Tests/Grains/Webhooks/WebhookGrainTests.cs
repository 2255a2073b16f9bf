using Hunyuan3D.Client;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Webhooks;
using Hunyuan3D.Grains.Webhooks;
using Hunyuan3D.Tests.Grains.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Webhooks;

/// <summary>Callbacks of jobs on a cluster, their receiver scripted.</summary>
public sealed class WebhookGrainTests : IAsyncLifetime
{
    private const string Url = "https://receiver.test/hook?token=1";

    private readonly ScriptedSender _sender = new();
    private TestSilos _silos = null!;

    public async Task InitializeAsync() => _silos = await TestSilos.StartAsync(new TestSilosOptions
    {
        Roles = [SiloRoles.All],
        Script = new StageScript { PassAll = true },
        Configure = silo =>
        {
            silo.Services.AddSingleton<IWebhookSender>(_sender);
            silo.Services.Configure<WebhookOptions>(o => (o.FirstDelay, o.Factor, o.MaxAttempts) = (TimeSpan.FromMilliseconds(10), 1, 4));
        },
    });

    public async Task DisposeAsync() => await _silos.DisposeAsync();

    [Fact]
    public async Task Job_WithCallback_IsToldOnceWithTheEndedJob()
    {
        var job = await SubmitAsync();
        var message = await _sender.NextAsync();

        Assert.Equal((Url, "generation.completed", 1), (message.Url, message.Event, message.Attempt));
        Assert.Equal((job.Id, GenerationStatusCode.Completed), (message.Job.Id, message.Job.Status));
        Assert.NotNull(message.Job.Result);
        var delivery = await EndedAsync(job.Id);
        Assert.Equal((message.DeliveryId, WebhookDeliveryStatus.Delivered, 204), (delivery.Id, delivery.Status, Assert.Single(delivery.Attempts).HttpStatus));
        await NoReminderAsync(job.Id);

        // The job's own upkeep may repeat what it does at the end.
        await _silos.Cluster.Client.GetGrain<IGenerationRunGrain>(job.Id).Wake();
        await _silos.Cluster.Client.GetGrain<IWebhookGrain>(job.Id).Announce(GenerationStatusCode.Completed);
        Assert.Equal(delivery.Id, (await EndedAsync(job.Id)).Id);
        Assert.True(_sender.IsQuiet);
    }

    [Fact]
    public async Task Job_WithoutCallback_HasNoDeliveriesAndNoRow()
    {
        var job = await _silos.SubmitAsync();
        await _silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
        await TestSilos.UntilAsync(() => _silos.Index.ListAsync(null, GenerationStatusCode.Completed, 0, 10).Result.Contains(job.Id));

        Assert.Empty((await _silos.RemoteClient.GetDeliveriesAsync(job.Id))!);
        Assert.Null(await _silos.RemoteClient.GetDeliveriesAsync("nobody"));
        Assert.DoesNotContain(_silos.Storage.Rows.Keys, key => key.Item1 == "webhook");
    }

    [Fact]
    public async Task Receiver_FailsTwice_TakesTheThird()
    {
        _sender.Answer(503, null);
        var job = await SubmitAsync();
        var first = await _sender.NextAsync();
        var second = await _sender.NextAsync();
        var third = await _sender.NextAsync();
        var delivery = await EndedAsync(job.Id);

        Assert.Single(new[] { first.DeliveryId, second.DeliveryId, third.DeliveryId, delivery.Id }.Distinct());
        Assert.Equal([1, 2, 3], delivery.Attempts.Select(a => a.Number));
        Assert.Equal(["The receiver answered 503.", "The receiver could not be connected.", null], delivery.Attempts.Select(a => a.Problem));
        Assert.True(delivery.Attempts[0].At < delivery.Attempts[1].At);
    }

    [Fact]
    public async Task Receiver_NeverTakes_IsGivenUpAndCanBeRedelivered()
    {
        _sender.Answer(500, 500, 500, 500);
        var job = await SubmitAsync();
        for (var i = 0; i < 4; i++) await _sender.NextAsync();
        var failed = await EndedAsync(job.Id);
        Assert.Equal((WebhookDeliveryStatus.Failed, 4), (failed.Status, failed.Attempts.Length));
        await NoReminderAsync(job.Id);

        var again = await _silos.RemoteClient.RedeliverAsync(job.Id, failed.Id);
        Assert.Equal(WebhookDeliveryStatus.Pending, again!.Status);
        Assert.Equal((failed.Id, 5), ((await _sender.NextAsync()).DeliveryId, (await EndedAsync(job.Id)).Attempts[^1].Number));
        Assert.Null(await _silos.RemoteClient.RedeliverAsync(job.Id, "another"));
        Assert.Null(await _silos.RemoteClient.RedeliverAsync("nobody", failed.Id));
    }

    [Fact]
    public async Task Receiver_Gone_IsAskedNoMore()
    {
        _sender.Answer(410);
        var job = await SubmitAsync();
        await _sender.NextAsync();

        Assert.Equal((WebhookDeliveryStatus.Failed, 1), ((await EndedAsync(job.Id)).Status, (await EndedAsync(job.Id)).Attempts.Length));
        Assert.True(_sender.IsQuiet);
    }

    [Fact]
    public async Task Job_Cancelled_IsTold()
    {
        _silos.Script.PassAll = false;
        var job = await SubmitAsync();
        await _silos.Script.NextAsync();
        await _silos.Job(job.Id).Cancel();

        Assert.Equal("generation.cancelled", (await _sender.NextAsync()).Event);
    }

    [Fact]
    public async Task SlowReceiver_DoesNotKeepCallersWaiting()
    {
        var answer = new TaskCompletionSource<int?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _sender.Answers.Enqueue(() => answer.Task);
        var job = await SubmitAsync();
        await _sender.NextAsync();

        var pending = Assert.Single((await _silos.RemoteClient.GetDeliveriesAsync(job.Id))!);
        Assert.Equal((WebhookDeliveryStatus.Pending, 0, 4), (pending.Status, pending.Attempts.Length, pending.AttemptsLeft));
        answer.SetResult(200);
        Assert.Equal(WebhookDeliveryStatus.Delivered, (await EndedAsync(job.Id)).Status);
    }

    [Fact]
    public async Task Outcome_ThatCouldNotBeSaved_IsDeliveredAgainUnderTheSameId()
    {
        _sender.Answers.Enqueue(() =>
        {
            _silos.Storage.FailWrites = true;
            return Task.FromResult<int?>(200);
        });
        _sender.Answers.Enqueue(() =>
        {
            _silos.Storage.FailWrites = false;
            return Task.FromResult<int?>(200);
        });
        var job = await SubmitAsync();

        var (first, second) = (await _sender.NextAsync(), await _sender.NextAsync());

        Assert.Equal((first.DeliveryId, first.Attempt), (second.DeliveryId, second.Attempt));
        Assert.Equal(WebhookDeliveryStatus.Delivered, (await EndedAsync(job.Id)).Status);
    }

    [Fact]
    public async Task Activation_LostBetweenAttempts_GoesOnInAnother()
    {
        var answer = new TaskCompletionSource<int?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _sender.Answers.Enqueue(() => answer.Task);
        var job = await SubmitAsync();
        var first = await _sender.NextAsync();
        // The reminder is there before anything is sent.
        Assert.Single((await Reminders.ReadRows(Webhook(job.Id).GetGrainId())).Reminders);
        await Webhook(job.Id).Cast<IGrainManagementExtension>().DeactivateOnIdle();
        answer.SetResult(500);

        // Whoever looks at it wakes it.
        var delivery = await EndedAsync(job.Id);
        var second = await _sender.NextAsync();
        Assert.Equal(first.DeliveryId, second.DeliveryId);
        Assert.Equal(WebhookDeliveryStatus.Delivered, delivery.Status);
    }

    [Fact]
    public async Task Submit_CallbackThatCannotBePromised_IsRefusedWithTheField()
    {
        _sender.Refusal = "callback_url: this server calls nobody back.";
        var admission = await _silos.Job("refused").Submit(await _silos.RequestAsync() with { CallbackUrl = Url });
        Assert.Equal((GenerationFailureCode.InvalidInput, "callback_url", _sender.Refusal), (admission.Refusal!.Code, admission.Refusal.Field, admission.Refusal.Message));

        var malformed = await _silos.Job("malformed").Submit(await _silos.RequestAsync() with { CallbackUrl = "ftp://receiver.test/" });
        Assert.Equal("callback_url", malformed.Refusal!.Field);
        var rejected = await Assert.ThrowsAsync<GenerationRejectedException>(() =>
            _silos.RemoteClient.SubmitAsync(new PictureFiles(new byte[] { 1 }), new GenerationSubmission { CallbackUrl = new Uri("/hook", UriKind.Relative) }));
        Assert.Equal("callback_url", rejected.Failure.Field);
    }

    private IReminderTable Reminders => _silos.Cluster.Silos[0].ServiceProvider.GetRequiredService<IReminderTable>();

    private IWebhookGrain Webhook(string id) => _silos.Cluster.Client.GetGrain<IWebhookGrain>(id);

    private async Task<GenerationStatus> SubmitAsync() =>
        await _silos.SubmitAsync(await _silos.RequestAsync(new GenerationOptions { Engine = "simulated", Texture = false }) with { CallbackUrl = Url });

    private async Task<WebhookDelivery> EndedAsync(string id)
    {
        using var patience = new CancellationTokenSource(TestSilos.Patience);
        while (true)
        {
            if (await Webhook(id).GetDeliveries() is [{ Status: not WebhookDeliveryStatus.Pending } delivery]) return delivery;
            await Task.Delay(5, patience.Token);
        }
    }

    private async Task NoReminderAsync(string id)
    {
        using var patience = new CancellationTokenSource(TestSilos.Patience);
        while ((await Reminders.ReadRows(Webhook(id).GetGrainId())).Reminders.Count > 0) await Task.Delay(5, patience.Token);
    }
}
