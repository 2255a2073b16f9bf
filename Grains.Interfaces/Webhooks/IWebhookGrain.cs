using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Interfaces.Webhooks;

/// <summary>The callbacks of one job. The key is the job's id.</summary>
[Alias("h3d.IWebhookGrain")]
public interface IWebhookGrain : IGrainWithStringKey
{
    /// <summary>Makes it durable that the job's end is to be told. Repeating the call is safe. Called by the job.</summary>
    /// <param name="status">How it ended.</param>
    [Alias("Announce")]
    Task Announce(GenerationStatusCode status);

    /// <summary>Oldest first; none before the job has ended.</summary>
    [Alias("GetDeliveries")]
    Task<ImmutableArray<WebhookDelivery>> GetDeliveries();

    /// <summary>Tries a delivery again, at once and with all its attempts anew, however it stands. Null: no such delivery.</summary>
    [Alias("Redeliver")]
    Task<WebhookDelivery?> Redeliver(string deliveryId);
}
