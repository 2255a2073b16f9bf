using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Http;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http;

public sealed class NativeEventsTests(HttpServer server) : IClassFixture<HttpServer>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Events_JobThatCompletes_TellsEveryChangeAndEnds()
    {
        var id = await SubmitAsync();
        using var response = await OpenAsync(id);
        await using var events = Read(response).GetAsyncEnumerator();

        Assert.Equal(("1", "queued"), await NextAsync(events));
        server.Client[id].Change(s => s with { Status = GenerationStatusCode.Running });
        Assert.Equal(("2", "running"), await NextAsync(events));
        server.Client.Complete(id, [1, 2, 3]);
        Assert.Equal(("3", "completed"), await NextAsync(events));
        Assert.False(await events.MoveNextAsync().AsTask().WaitAsync(Limit));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Events_LastEventId_ContinuesAfterIt()
    {
        var id = await SubmitAsync();
        server.Client[id].Change(s => s with { Status = GenerationStatusCode.Running });
        server.Client.Complete(id, [1]);
        using var response = await OpenAsync(id, lastEventId: "2");
        await using var events = Read(response).GetAsyncEnumerator();

        Assert.Equal(("3", "completed"), await NextAsync(events));
        Assert.False(await events.MoveNextAsync().AsTask().WaitAsync(Limit));
    }

    [Fact]
    public async Task Events_NothingMoreToTell_IsNoContent()
    {
        var id = await SubmitAsync();
        server.Client.Complete(id, [1]);

        using var response = await OpenAsync(id, lastEventId: "2");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task Events_IllegalLastEventId_IsRefused() =>
        await ProblemAssert.IsAsync(await OpenAsync(await SubmitAsync(), lastEventId: "abc"), HttpStatusCode.BadRequest, "Last-Event-ID");

    [Fact]
    public async Task Events_QuietJob_SendsHeartbeats()
    {
        var id = await SubmitAsync();
        using var response = await OpenAsync(id);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("id: 1", await LineAsync(lines));
        await LineAsync(lines);
        await LineAsync(lines);

        server.Time.Advance(EventStream.HeartbeatInterval);

        Assert.Equal(": still here", await LineAsync(lines));
        server.Client[id].Change(s => s with { Status = GenerationStatusCode.Failed });
        Assert.Equal("", await LineAsync(lines));
        Assert.Equal("id: 2", await LineAsync(lines));
    }

    private async Task<string> SubmitAsync() => (await server.Client.SubmitAsync(new(Pictures.Png(9)))).Id;

    private async Task<HttpResponseMessage> OpenAsync(string id, string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/generations/{id}/events");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Limit);
    }

    private static async IAsyncEnumerable<(string? Id, string? Status)> Read(HttpResponseMessage response)
    {
        var parser = SseParser.Create(await response.Content.ReadAsStreamAsync());
        await foreach (var item in parser.EnumerateAsync())
            yield return (item.EventId, JsonSerializer.Deserialize<JsonElement>(item.Data).GetProperty("status").GetString());
    }

    private static async Task<(string? Id, string? Status)> NextAsync(IAsyncEnumerator<(string? Id, string? Status)> events)
    {
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(Limit));
        return events.Current;
    }

    private static async Task<string?> LineAsync(StreamReader lines) => await lines.ReadLineAsync().WaitAsync(Limit);
}
