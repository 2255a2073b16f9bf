using System.Net.Http.Json;
using System.Text.Json;
using Hunyuan3D.Tests.Silo.Http;
using Hunyuan3D.Tests.Silo.Webhooks;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>Callbacks of a real server to a real receiver.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class WebhookTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "the secret of a test";
    private const string Token = "secret-of-the-receiver";

    /// <summary>Far more than the attempts are apart, and the clocks of one machine agree.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();
    private readonly WebhookReceiver _receiver = new();

    public Task InitializeAsync() => _receiver.InitializeAsync();

    public Task DisposeAsync() => _receiver.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Callback_ReceiverFailsTwice_GetsTheSignedJobAndTheLogSaysSo()
    {
        _receiver.Answer(500, 503);
        await using var server = await ServerProcess.ServeAsync(_folder.Path, settings: Settings("00:00:00.2"));
        var id = await SubmitAsync(server);

        WebhookReceiver.Received[] got = [await _receiver.NextAsync(), await _receiver.NextAsync(), await _receiver.NextAsync()];

        var bodies = got.Select(g => JsonSerializer.Deserialize<JsonElement>(g.Body)).ToArray();
        Assert.Equal([1, 2, 3], bodies.Select(b => b.GetProperty("attempt").GetInt32()));
        var delivery = Assert.Single(bodies.Select(b => b.GetProperty("deliveryId").GetString()).Distinct());
        Assert.All(got, g => SignatureCheck.Verify(g.Headers["X-Hunyuan3D-Signature"], g.Body, Secret, DateTimeOffset.UtcNow, Fresh));
        Assert.All(got, g => Assert.Equal($"POST /hook?token={Token}", g.Line));
        var told = await server.Http.GetStringAsync($"/v1/generations/{id}");
        Assert.All(bodies, b => Assert.Equal(told, b.GetProperty("generation").GetRawText()));

        var log = await LogAsync(server, id, d => d.GetProperty("status").GetString() == "delivered");
        Assert.Equal(delivery, log.GetProperty("id").GetString());
        Assert.Equal([500, 503, 204], log.GetProperty("attempts").EnumerateArray().Select(a => a.GetProperty("httpStatus").GetInt32()));
        Assert.DoesNotContain(Token, server.Output, StringComparison.Ordinal);
        var metrics = await server.Http.GetStringAsync("/metrics");
        Assert.Contains("hunyuan3d_webhooks_deliveries_total{", metrics, StringComparison.Ordinal);

        using var again = await server.Http.PostAsync($"/v1/generations/{id}/deliveries/{delivery}/redeliver", null);
        Assert.True(again.IsSuccessStatusCode, await again.Content.ReadAsStringAsync());
        Assert.Equal(4, JsonSerializer.Deserialize<JsonElement>((await _receiver.NextAsync()).Body).GetProperty("attempt").GetInt32());
    }

    [Fact]
    public async Task Kill_BetweenTwoAttempts_IsDeliveredAfterTheRestart()
    {
        // Away until the first process is dead, however long that takes.
        _receiver.Otherwise = 503;
        WebhookReceiver.Received before;
        string id;
        await using (var first = await ServerProcess.ServeAsync(_folder.Path, settings: Settings("00:00:03")))
        {
            id = await SubmitAsync(first);
            before = await _receiver.NextAsync();
            await LogAsync(first, id, d => d.GetProperty("attempts").GetArrayLength() >= 1);
            await first.KillAsync();
        }

        // Nobody asks the second process for anything: the reminder alone brings it on its way.
        _receiver.Otherwise = 200;
        await using var second = await ServerProcess.ServeAsync(_folder.Path, settings: Settings("00:00:03"));
        var after = await _receiver.TakenAsync();
        var log = await LogAsync(second, id, d => d.GetProperty("status").GetString() == "delivered");

        Assert.Equal((DeliveryOf(before), DeliveryOf(before)), (DeliveryOf(after), log.GetProperty("id").GetString()));
        Assert.Equal(503, log.GetProperty("attempts")[0].GetProperty("httpStatus").GetInt32());
        Assert.True(JsonSerializer.Deserialize<JsonElement>(after.Body).GetProperty("attempt").GetInt32() > 1);
    }

    private static Dictionary<string, string> Settings(string firstDelay) => new(SimulatedSettings.Stages(shapeSeconds: 0.05, textureSeconds: 0.05))
    {
        ["Hunyuan3D__Webhooks__Secret"] = Secret,
        ["Hunyuan3D__Webhooks__AllowHttp"] = "true",
        ["Hunyuan3D__Webhooks__AllowedNetworks__0"] = "127.0.0.1/32",
        ["Hunyuan3D__Webhooks__FirstDelay"] = firstDelay,
        ["Hunyuan3D__Webhooks__ReminderPeriod"] = "00:00:02",
    };

    private async Task<string> SubmitAsync(ServerProcess server)
    {
        using var response = await new ServerJobs(server.Http).PostAsync(
            Pictures.Png(1), ("engine", "simulated"), ("callback_url", $"http://127.0.0.1:{_receiver.Port}/hook?token={Token}"));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>The job's delivery, as soon as the log shows what is wanted.</summary>
    private static async Task<JsonElement> LogAsync(ServerProcess server, string id, Func<JsonElement, bool> wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var log = await server.Http.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}/deliveries", patience.Token);
            if (log.GetProperty("deliveries").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } delivery && wanted(delivery))
                return delivery;
            await Task.Delay(20, patience.Token);
        }
    }

    private static string DeliveryOf(WebhookReceiver.Received received) => JsonSerializer.Deserialize<JsonElement>(received.Body).GetProperty("deliveryId").GetString()!;
}
