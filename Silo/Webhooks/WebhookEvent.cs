using System.ComponentModel;
using Hunyuan3D.Grains.Webhooks;
using Hunyuan3D.Hosting.Http;

namespace Hunyuan3D.Hosting.Webhooks;

/// <summary>The body of a callback.</summary>
internal sealed record WebhookEvent
{
    [Description("generation.completed, generation.failed or generation.cancelled.")]
    public required string Event { get; init; }

    [Description("The same in all attempts: what came before can be dropped.")]
    public required string DeliveryId { get; init; }

    [Description("1 = the first.")]
    public required int Attempt { get; init; }

    [Description("The job, as GET /v1/generations/{id} tells it.")]
    public required NativeJob Generation { get; init; }

    public static WebhookEvent From(WebhookMessage message) => new()
    {
        Event = message.Event,
        DeliveryId = message.DeliveryId,
        Attempt = message.Attempt,
        Generation = NativeJob.From(message.Job),
    };
}
