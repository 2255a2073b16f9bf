namespace Hunyuan3D.Grains.Interfaces.Webhooks;

/// <summary>One try to deliver.</summary>
/// <param name="Number">1 = the delivery's first.</param>
/// <param name="At">When it began.</param>
/// <param name="HttpStatus">What the receiver answered; null: nothing.</param>
/// <param name="Problem">Why it was no success, for people; null: it was one.</param>
[GenerateSerializer, Immutable, Alias("h3d.WebhookAttempt")]
public sealed record WebhookAttempt(
    [property: Id(0)] int Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] TimeSpan Duration,
    [property: Id(3)] int? HttpStatus,
    [property: Id(4)] string? Problem);
