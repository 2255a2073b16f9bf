using Hunyuan3D.Grains.Interfaces.Webhooks;

namespace Hunyuan3D.Grains.Webhooks;

/// <summary>What the grain storage keeps for a job with a callback. The URL is the job's own.</summary>
[GenerateSerializer, Alias("h3d.WebhookRecord")]
internal sealed class WebhookRecord
{
    /// <summary>Null: the job has not ended.</summary>
    [Id(0)]
    public WebhookDelivery? Delivery { get; set; }
}
