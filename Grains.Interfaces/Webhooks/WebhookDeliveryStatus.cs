namespace Hunyuan3D.Grains.Interfaces.Webhooks;

/// <summary>How a delivery stands.</summary>
public enum WebhookDeliveryStatus
{
    /// <summary>It is under way, or will be tried again.</summary>
    Pending = 0,

    /// <summary>The receiver took it.</summary>
    Delivered = 1,

    /// <summary>Given up: the receiver wants no more (410), or all attempts are used up.</summary>
    Failed = 2,
}
