namespace Hunyuan3D.Grains.Webhooks;

/// <summary>Brings messages to their receivers; registered by the host.</summary>
public interface IWebhookSender
{
    /// <summary>Why no callback to a URL is promised, in one sentence; null: it is. Asks nobody: what the host's name stands for is checked at each delivery.</summary>
    string? Refuse(string url);

    /// <summary>One attempt. Whatever goes wrong is in the outcome.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; whether the receiver has the message is not known.</exception>
    Task<WebhookOutcome> SendAsync(WebhookMessage message, CancellationToken cancellationToken);
}
