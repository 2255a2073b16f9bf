using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Webhooks;

/// <summary>What one attempt brings.</summary>
/// <param name="Url">Where to.</param>
/// <param name="DeliveryId">The same in all attempts.</param>
/// <param name="Event">For example <c>generation.completed</c>.</param>
/// <param name="Attempt">1 = the first.</param>
/// <param name="Job">The ended job.</param>
public sealed record WebhookMessage(string Url, string DeliveryId, string Event, int Attempt, GenerationStatus Job);
