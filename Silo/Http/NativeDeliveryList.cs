namespace Hunyuan3D.Hosting.Http;

/// <summary>The callbacks of a job, oldest first.</summary>
internal sealed record NativeDeliveryList(IReadOnlyList<NativeDelivery> Deliveries);
