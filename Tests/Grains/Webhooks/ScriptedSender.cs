using System.Collections.Concurrent;
using System.Threading.Channels;
using Hunyuan3D.Grains.Webhooks;
using Hunyuan3D.Tests.Grains.Cluster;

namespace Hunyuan3D.Tests.Grains.Webhooks;

/// <summary>Answers attempts as the test says, 204 when it says nothing.</summary>
internal sealed class ScriptedSender : IWebhookSender
{
    private readonly Channel<WebhookMessage> _sent = Channel.CreateUnbounded<WebhookMessage>();

    public ConcurrentQueue<Func<Task<int?>>> Answers { get; } = new();

    public string? Refusal { get; set; }

    public void Answer(params int?[] statuses)
    {
        foreach (var status in statuses) Answers.Enqueue(() => Task.FromResult(status));
    }

    public async Task<WebhookMessage> NextAsync() => await _sent.Reader.ReadAsync().AsTask().WaitAsync(TestSilos.Patience);

    public bool IsQuiet => _sent.Reader.Count == 0;

    public string? Refuse(string url) => Refusal;

    public async Task<WebhookOutcome> SendAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        _sent.Writer.TryWrite(message);
        var status = Answers.TryDequeue(out var answer) ? await answer() : 204;
        return new WebhookOutcome(TimeSpan.FromMilliseconds(3), status, status is null ? "The receiver could not be connected." : null);
    }
}
