using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hunyuan3D.Grains.Interfaces.Webhooks;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http;

public sealed class NativeCallbackTests(HttpServer server) : IClassFixture<HttpServer>
{
    private const string Path = "/v1/generations";
    private const string Url = "http://127.0.0.1:1/hook?token=secret-of-the-receiver";

    [Fact]
    public async Task Submit_CallbackByFormOrJson_IsTakenAndItsUrlIsNotTold()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Pictures.Png(1)), "image", "a.png" }, { new StringContent(Url), "callback_url" } };
        foreach (var response in new[] { await server.Http.PostAsync(Path, form), await server.Http.PostAsJsonAsync(Path, new { image = Pictures.Png(1), callback_url = Url }) })
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.Accepted, text);
            Assert.Equal(Url, server.Client.Submitted[^1].Submission.CallbackUrl!.AbsoluteUri);
            Assert.DoesNotContain("secret-of-the-receiver", text, StringComparison.Ordinal);
            var job = JsonSerializer.Deserialize<JsonElement>(text);
            Assert.Equal($"{Path}/{job.GetProperty("id").GetString()}/deliveries", job.GetProperty("links").GetProperty("deliveries").GetString());
        }
    }

    [Fact]
    public async Task Submit_NoCallback_HasNoDeliveriesLink()
    {
        var job = await (await server.Http.PostAsJsonAsync(Path, new { image = Pictures.Png(1) })).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(JsonValueKind.Null, job.GetProperty("links").GetProperty("deliveries").ValueKind);
    }

    [Fact]
    public async Task Task_Callback_IsTaken()
    {
        var image = "data:image/png;base64," + Convert.ToBase64String(Pictures.Png(1));
        using var response = await server.Http.PostAsJsonAsync("/generate/3d", new { image_url = image, callback_url = Url });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Url, server.Client.Submitted[^1].Submission.CallbackUrl!.AbsoluteUri);
        await ProblemAssert.IsAsync(await server.Http.PostAsJsonAsync("/generate/3d", new { image_url = image, callback_url = "http://10.0.0.1/" }), HttpStatusCode.BadRequest, "callback_url");
    }

    [Theory]
    [InlineData("http://127.0.0.2/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://2852039166/")]
    [InlineData("https://192.168.1.1/")]
    [InlineData("https://no-such-host.invalid/")]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//example.com/")]
    [InlineData("hook")]
    [InlineData("")]
    [InlineData("https://user:password@example.com/")]
    public async Task Submit_CallbackThatMayNotBeCalled_IsRefusedWithTheField(string url)
    {
        var before = server.Client.Submitted.Count;
        using var response = await server.Http.PostAsJsonAsync(Path, new { image = Pictures.Png(1), callback_url = url });

        await ProblemAssert.IsAsync(response, HttpStatusCode.BadRequest, "callback_url");
        Assert.Equal(before, server.Client.Submitted.Count);
    }

    [Fact]
    public async Task Submit_CallbackTooLongOrNoText_IsRefusedWithTheField()
    {
        await ProblemAssert.IsAsync(await server.Http.PostAsJsonAsync(Path, new { image = Pictures.Png(1), callback_url = "https://example.com/" + new string('a', 2048) }), HttpStatusCode.BadRequest, "callback_url");
        await ProblemAssert.IsAsync(await server.Http.PostAsJsonAsync(Path, new { image = Pictures.Png(1), callback_url = 7 }), HttpStatusCode.BadRequest, "callback_url");
    }

    [Fact]
    public async Task Submit_SameKeyWithAnotherCallback_IsRefused()
    {
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(Url)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(Url)).StatusCode);
        await ProblemAssert.IsAsync(await PostAsync("http://127.0.0.1:2/"), HttpStatusCode.UnprocessableEntity, "Idempotency-Key");

        async Task<HttpResponseMessage> PostAsync(string url)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(new { image = Pictures.Png(1), callback_url = url }) };
            request.Headers.Add("Idempotency-Key", "callbacks");
            return await server.Http.SendAsync(request);
        }
    }

    [Fact]
    public async Task Deliveries_OfAJob_TellEveryAttemptAndCanBeRepeated()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        server.Client.Deliveries.Add(new WebhookDelivery
        {
            Id = "d1",
            Event = "generation.completed",
            Status = WebhookDeliveryStatus.Failed,
            Created = at,
            Attempts = [new(1, at, TimeSpan.FromMilliseconds(1234.5678), 500, "The receiver answered 500."), new(2, at, TimeSpan.Zero, null, "It was away.")],
        });
        var job = await (await server.Http.PostAsJsonAsync(Path, new { image = Pictures.Png(1), callback_url = Url })).Content.ReadFromJsonAsync<JsonElement>();
        var log = job.GetProperty("links").GetProperty("deliveries").GetString();

        Assert.Equal(
            """{"deliveries":[{"id":"d1","event":"generation.completed","status":"failed","created":"2026-01-02T03:04:05+00:00","nextAttempt":null,"attemptsLeft":0,"attempts":[{"number":1,"at":"2026-01-02T03:04:05+00:00","durationSeconds":1.235,"httpStatus":500,"error":"The receiver answered 500."},{"number":2,"at":"2026-01-02T03:04:05+00:00","durationSeconds":0,"httpStatus":null,"error":"It was away."}]}]}""",
            await server.Http.GetStringAsync(log));
        using var again = await server.Http.PostAsync($"{log}/d1/redeliver", null);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal("pending", (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString());
        await ProblemAssert.IsAsync(await server.Http.PostAsync($"{log}/d2/redeliver", null), HttpStatusCode.NotFound, "deliveryId");
        await ProblemAssert.IsAsync(await server.Http.GetAsync($"{Path}/nobody/deliveries"), HttpStatusCode.NotFound, "id");
        await ProblemAssert.IsAsync(await server.Http.PostAsync($"{Path}/nobody/deliveries/d1/redeliver", null), HttpStatusCode.NotFound, "id");
    }
}
