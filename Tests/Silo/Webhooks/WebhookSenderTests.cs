using System.Net;
using System.Text.Json;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Webhooks;
using Hunyuan3D.Grains.Webhooks;
using Hunyuan3D.Hosting.Webhooks;
using Hunyuan3D.Tests.Silo.Outbound;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Webhooks;

public sealed class WebhookSenderTests : IAsyncLifetime
{
    private const string Public = "1.2.3.4";
    private const string Secret = "a secret of a test";

    /// <summary>Generous: reached only when something is broken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebhookReceiver _receiver = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private FakeNetwork _network = null!;

    public async Task InitializeAsync()
    {
        await _receiver.InitializeAsync();
        _network = new FakeNetwork(_receiver.Port).Name("public.test", Public);
    }

    public Task DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task Send_Message_IsASignedPostOfTheJob()
    {
        var outcome = await SendAsync("http://public.test/hook?token=1&x=%20y");

        Assert.True(outcome.IsTaken);
        Assert.Equal((204, null), (outcome.HttpStatus, outcome.Problem));
        var got = await _receiver.NextAsync();
        Assert.Equal("POST /hook?token=1&x=%20y", got.Line);
        Assert.Equal("application/json; charset=utf-8", got.Headers["Content-Type"]);
        Assert.Equal(("generation.completed", "d1"), (got.Headers["X-Hunyuan3D-Event"], got.Headers["X-Hunyuan3D-Delivery"]));
        Assert.False(got.Headers.ContainsKey("traceparent"));
        Assert.Equal(_time.GetUtcNow(), SignatureCheck.Verify(got.Headers["X-Hunyuan3D-Signature"], got.Body, Secret, _time.GetUtcNow(), TimeSpan.Zero));
        var body = JsonSerializer.Deserialize<JsonElement>(got.Body);
        Assert.Equal(("generation.completed", "d1", 3), (body.GetProperty("event").GetString(), body.GetProperty("deliveryId").GetString(), body.GetProperty("attempt").GetInt32()));
        Assert.Equal(("job1", "completed"), (body.GetProperty("generation").GetProperty("id").GetString(), body.GetProperty("generation").GetProperty("status").GetString()));
        Assert.DoesNotContain("token", System.Text.Encoding.UTF8.GetString(got.Body), StringComparison.Ordinal);
        Assert.Equal([IPAddress.Parse(Public)], _network.Dialled);
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://[::ffff:169.254.169.254]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://loopback.test/")]
    [InlineData("https://metadata.test/latest")]
    [InlineData("https://mixed.test/")]
    [InlineData("https://nothing.test/")]
    [InlineData("https://unknown.test/")]
    [InlineData("http://public.test/")]
    [InlineData("ftp://public.test/")]
    [InlineData("https://user:password@public.test/")]
    public async Task Send_HostileUrl_IsNotConnected(string url)
    {
        _network.Name("loopback.test", "127.0.0.1").Name("metadata.test", "169.254.169.254").Name("mixed.test", $"{Public} 10.0.0.1").Name("nothing.test", "");

        var outcome = await SendAsync(url, o => o.AllowHttp = false);

        Assert.Null(outcome.HttpStatus);
        Assert.NotEmpty(outcome.Problem!);
        Assert.Empty(_network.Dialled);
        Assert.Equal(0, _receiver.Count);
    }

    [Fact]
    public async Task Send_NameThatTurnsPrivateAfterSubmission_IsNotConnected()
    {
        _network.Name("rebind.test", Public, "127.0.0.1");

        Assert.True((await SendAsync("http://rebind.test/")).IsTaken);
        Assert.False((await SendAsync("http://rebind.test/")).IsTaken);
        Assert.Equal([IPAddress.Parse(Public)], _network.Dialled);
    }

    [Fact]
    public async Task Send_Redirect_IsNotFollowed()
    {
        _receiver.Answers.Enqueue(context =>
        {
            context.Response.Redirect("http://public.test/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });

        Assert.Equal(307, (await SendAsync("http://public.test/")).HttpStatus);
        Assert.Equal(1, _receiver.Count);
    }

    [Fact]
    public async Task Send_SlowReceiver_IsGivenUp()
    {
        var silent = new TaskCompletionSource();
        _receiver.Answers.Enqueue(_ => silent.Task);
        var sending = SendAsync("http://public.test/");
        await _receiver.NextAsync();
        _time.Advance(new WebhookOptions().Timeout);

        var outcome = await sending.WaitAsync(Patience);
        silent.SetResult();
        Assert.Null(outcome.HttpStatus);
        Assert.Contains("within 10 s", outcome.Problem, StringComparison.Ordinal);
        Assert.Equal(new WebhookOptions().Timeout, outcome.Duration);
    }

    [Fact]
    public async Task Send_EndlessAnswer_IsNotRead()
    {
        var left = new TaskCompletionSource();
        _receiver.Answers.Enqueue(async context =>
        {
            try
            {
                while (true)
                    await context.Response.Body.WriteAsync(new byte[8192], context.RequestAborted);
            }
            finally
            {
                left.SetResult();
            }
        });

        Assert.Equal(200, (await SendAsync("http://public.test/").WaitAsync(Patience)).HttpStatus);
        await left.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Send_EndlessHeaders_AreAFailure()
    {
        _receiver.Answers.Enqueue(context =>
        {
            for (var i = 0; i < 40; i++)
                context.Response.Headers[$"X-{i}"] = new string('x', 1000);
            return Task.CompletedTask;
        });

        Assert.Null((await SendAsync("http://public.test/").WaitAsync(Patience)).HttpStatus);
    }

    [Fact]
    public async Task Send_RetryAfter_IsTold()
    {
        _receiver.Answers.Enqueue(context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "120";
            return Task.CompletedTask;
        });

        var outcome = await SendAsync("http://public.test/");
        Assert.Equal((503, TimeSpan.FromMinutes(2)), (outcome.HttpStatus, outcome.RetryAfter));
    }

    [Fact]
    public async Task Send_NobodyListens_IsUnreachable()
    {
        await _receiver.DisposeAsync();

        Assert.Contains("could not be connected", (await SendAsync("http://public.test/")).Problem, StringComparison.Ordinal);
    }

    /// <summary>Plan, sender and receiver together, on a clock that the test moves from attempt to attempt.</summary>
    [Fact]
    public async Task Delivery_ReceiverAwayForHalfADay_IsDeliveredByTheSeventhAttempt()
    {
        var options = new WebhookOptions();
        var begin = _time.GetUtcNow();
        var delivery = WebhookPlan.Announce(GenerationStatusCode.Completed, options, begin);
        for (; delivery.Status == WebhookDeliveryStatus.Pending; delivery = await AttemptAsync())
        {
            if (delivery.NextAttempt > _time.GetUtcNow())
                _time.SetUtcNow(delivery.NextAttempt.Value);
            _receiver.Answer(_time.GetUtcNow() - begin < TimeSpan.FromHours(4) ? 502 : 200);
        }

        Assert.Equal(WebhookDeliveryStatus.Delivered, delivery.Status);
        Assert.Equal(Enumerable.Range(1, 7), delivery.Attempts.Select(a => a.Number));
        Assert.Equal([502, 502, 502, 502, 502, 502, 200], delivery.Attempts.Select(a => a.HttpStatus!.Value));
        Assert.Equal(delivery.Attempts[6].At, _time.GetUtcNow());

        async Task<WebhookDelivery> AttemptAsync()
        {
            var at = _time.GetUtcNow();
            return WebhookPlan.Attempted(delivery, await SendAsync("http://public.test/"), options, 0.5, at);
        }
    }

    [Theory]
    [InlineData("https://public.test/hook", null)]
    [InlineData("http://public.test/hook", "only https")]
    [InlineData("https://169.254.169.254/", "no public address")]
    public void Refuse_Url_SaysWhatIsWrong(string url, string? problem)
    {
        using var sender = new WebhookSender(Options.Create(new WebhookOptions { Secret = Secret }), _network, _time);

        Assert.Contains(problem ?? "", sender.Refuse(url) ?? "", StringComparison.Ordinal);
        Assert.Equal(problem is null, sender.Refuse(url) is null);
    }

    [Fact]
    public void Refuse_NoSecret_NamesTheSetting()
    {
        using var sender = new WebhookSender(Options.Create(new WebhookOptions()), _network, _time);

        Assert.Contains("Hunyuan3D:Webhooks:Secret", sender.Refuse("https://public.test/"), StringComparison.Ordinal);
    }

    private async Task<WebhookOutcome> SendAsync(string url, Action<WebhookOptions>? configure = null)
    {
        var options = new WebhookOptions { Secret = Secret, AllowHttp = true };
        configure?.Invoke(options);
        using var sender = new WebhookSender(Options.Create(options), _network, _time);
        return await sender.SendAsync(new WebhookMessage(url, "d1", "generation.completed", 3, Job(url)), CancellationToken.None);
    }

    private static GenerationStatus Job(string url) => new()
    {
        Id = "job1",
        Version = 7,
        Status = GenerationStatusCode.Completed,
        Submitted = DateTimeOffset.UnixEpoch,
        Request = new GenerationRequest(new GenerationPictures(new ArtifactRef(new string('a', 64), 1, "image/png")), new GenerationOptions()) { CallbackUrl = url },
    };
}
