using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Keys;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http.Access;

public sealed class KeyLimitTests(KeyedServer server) : IClassFixture<KeyedServer>
{
    [Fact]
    public async Task Requests_AboveTheMinutesNumber_Are429UntilThereIsOneAgain()
    {
        using var http = server.Http(server.Make("rita", limits: new KeyLimits { RequestsPerMinute = 3 }));
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/v1/session")).StatusCode);

        using var refused = await http.GetAsync("/v1/session");
        var problem = await ProblemAssert.IsAsync(refused, HttpStatusCode.TooManyRequests, field: null);
        Assert.Equal("rateLimited", problem.GetProperty("code").GetString());
        Assert.EndsWith("may make 3 requests a minute. Try again in 20 s.", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(20), refused.Headers.RetryAfter!.Delta);

        server.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await http.GetAsync("/v1/session")).StatusCode);
        using var other = server.Http(server.Anna);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/v1/session")).StatusCode);
    }

    [Fact]
    public async Task Jobs_AboveTheDaysNumber_Are429UntilMidnight()
    {
        using var http = server.Http(server.Make("quentin", limits: new KeyLimits { JobsPerDay = 2 }));
        Assert.Equal(HttpStatusCode.Accepted, (await http.PostAsync("/v1/generations", KeyedServer.Form())).StatusCode);
        // What is refused is not counted.
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync("/v1/generations", KeyedServer.Form(("faces", "0")))).StatusCode);
        server.Client.Fault = new GenerationRejectedException(new GenerationFailure(GenerationFailureCode.QueueFull, null, "full", Retryable: true));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await http.PostAsync("/v1/generations", KeyedServer.Form())).StatusCode);
        server.Client.Fault = null;
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsJsonAsync("/send", new { image = Pictures.Png(1) })).StatusCode);

        foreach (var post in (Func<Task<HttpResponseMessage>>[])
        [
            () => http.PostAsync("/v1/generations", KeyedServer.Form()),
            () => http.PostAsJsonAsync("/send", new { image = Pictures.Png(1) }),
            () => http.PostAsJsonAsync("/generate", new { image = Pictures.Png(1) }),
            () => http.PostAsJsonAsync("/generate/3d", new { image_url = "http://public.test/picture" }),
        ])
        {
            using var refused = await post();
            var problem = await ProblemAssert.IsAsync(refused, HttpStatusCode.TooManyRequests, field: null);
            Assert.Equal("quotaExceeded", problem.GetProperty("code").GetString());
            Assert.Contains("may submit 2 jobs a day, and 2 were submitted today", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
            var midnight = new DateTimeOffset(server.Time.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
            Assert.Equal(Math.Ceiling((midnight - server.Time.GetUtcNow()).TotalSeconds), refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        }

        server.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.Accepted, (await http.PostAsync("/v1/generations", KeyedServer.Form())).StatusCode);
    }

    [Fact]
    public async Task Jobs_RepeatedWithTheirIdempotencyKey_AreCountedOnce()
    {
        using var http = server.Http(server.Make("ida", limits: new KeyLimits { JobsPerDay = 1 }));
        http.DefaultRequestHeaders.Add("Idempotency-Key", "order-1");

        var first = await (await http.PostAsync("/v1/generations", KeyedServer.Form())).Content.ReadFromJsonAsync<JsonElement>();
        using var again = await http.PostAsync("/v1/generations", KeyedServer.Form());

        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal(first.GetProperty("id").GetString(), (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Jobs_OfAKeyWithACeiling_HaveItsPriorityAtMost()
    {
        using var http = server.Http(server.Make("paul", limits: new KeyLimits { MaxPriority = GenerationPriority.Batch, MaxWaiting = 4 }));

        var job = await (await http.PostAsync("/v1/generations", KeyedServer.Form())).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("batch", job.GetProperty("priority").GetString());
        Assert.Equal(4, server.Client[job.GetProperty("id").GetString()!].Status.Request.MaxWaiting);
        await ProblemAssert.IsAsync(await http.PostAsync("/v1/generations", KeyedServer.Form(("priority", "interactive"))), HttpStatusCode.Forbidden, "priority");
        await ProblemAssert.IsAsync(await http.PostAsJsonAsync("/generate/3d", new { image_url = "http://public.test/picture", priority = 9 }), HttpStatusCode.Forbidden, "priority");
    }
}
