using Hunyuan3D.Grains.Webhooks;
using Hunyuan3D.Hosting.Http;

namespace Hunyuan3D.Hosting.Webhooks;

/// <summary>The body of a callback.</summary>
internal sealed record WebhookEvent
{
    /// <summary><c>generation.completed</c>, <c>generation.failed</c> or <c>generation.cancelled</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The same in all attempts: what came before can be dropped.</summary>
    public required string DeliveryId { get; init; }

    /// <summary>1 = the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>The job, as <c>GET /v1/generations/{id}</c> tells it.</summary>
    public required NativeJob Generation { get; init; }

    public static WebhookEvent From(WebhookMessage message) => new()
    {
        Event = message.Event,
        DeliveryId = message.DeliveryId,
        Attempt = message.Attempt,
        Generation = NativeJob.From(message.Job),
    };
}
