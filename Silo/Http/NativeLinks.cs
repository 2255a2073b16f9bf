using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Hosting.Http;

/// <summary>Where the job's other resources are; model and preview only once there are any, deliveries only with a callback.</summary>
internal sealed record NativeLinks(string Self, string Events, string? Model, string? Preview, string? Deliveries)
{
    public static NativeLinks To(GenerationStatus status)
    {
        var self = $"{NativeApi.Root}/{status.Id}";
        var done = status.Status == GenerationStatusCode.Completed;
        return new NativeLinks(self, $"{self}/events", done ? $"{self}/model" : null, done ? $"{self}/preview" : null, status.Request.CallbackUrl is null ? null : $"{self}/deliveries");
    }
}
