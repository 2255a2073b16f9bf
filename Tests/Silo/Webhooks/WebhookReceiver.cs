using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Webhooks;

/// <summary>A receiver of callbacks on a real port of loopback, which answers as the test says and keeps what came.</summary>
public sealed class WebhookReceiver : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();
    private WebApplication? _app;

    public int Port => new Uri(_app!.Urls.Single()).Port;

    /// <summary>What the next requests are answered with, in order; then <see cref="Otherwise"/>.</summary>
    internal ConcurrentQueue<Func<HttpContext, Task>> Answers { get; } = new();

    internal int Otherwise { get; set; } = StatusCodes.Status204NoContent;

    internal int Count { get; private set; }

    /// <summary>The next request, from its arrival.</summary>
    internal async Task<Received> NextAsync() => await _received.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>The next request that is answered with 2xx by <see cref="Otherwise"/>.</summary>
    internal async Task<Received> TakenAsync()
    {
        while (true)
        {
            var next = await NextAsync();
            if (next.Status is >= 200 and < 300)
                return next;
        }
    }

    internal void Answer(params int[] statuses)
    {
        foreach (var status in statuses)
            Answers.Enqueue(context =>
            {
                context.Response.StatusCode = status;
                return Task.CompletedTask;
            });
    }

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // Some answers here are meant to be too large.
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            var otherwise = Otherwise;
            Count++;
            _received.Writer.TryWrite(new Received($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}", headers, body.ToArray(), otherwise));
            if (Answers.TryDequeue(out var answer))
                await answer(context);
            else
                context.Response.StatusCode = otherwise;
        });
        await _app.StartAsync();
    }

    public async Task DisposeAsync() => await _app!.DisposeAsync();

    /// <summary>One request.</summary>
    /// <param name="Status">What it is answered with, unless an answer was set.</param>
    internal sealed record Received(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body, int Status);
}
