using Hunyuan3D.Grains.Webhooks;
using Hunyuan3D.Hosting.Outbound;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hunyuan3D.Hosting.Webhooks;

/// <summary>What checks callbacks at the door and delivers them. <see cref="WebhookOptions"/> are bound with the grains.</summary>
internal static class WebhookServices
{
    /// <summary>May be called more than once.</summary>
    public static void AddWebhooks(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IOutboundNetwork, OutboundNetwork>();
        services.TryAddSingleton<CallbackDoor>();
        services.TryAddSingleton<IWebhookSender, WebhookSender>();
    }
}
