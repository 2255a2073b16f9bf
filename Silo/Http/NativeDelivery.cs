using System.ComponentModel;
using Hunyuan3D.Grains.Interfaces.Webhooks;

namespace Hunyuan3D.Hosting.Http;

/// <summary>A callback as the native dialect tells it.</summary>
internal sealed record NativeDelivery
{
    [Description("The same in all attempts; header X-Hunyuan3D-Delivery.")]
    public required string Id { get; init; }

    [Description("generation.completed, generation.failed or generation.cancelled.")]
    public required string Event { get; init; }

    public required WebhookDeliveryStatus Status { get; init; }

    public required DateTimeOffset Created { get; init; }

    [Description("While pending: when it is tried next.")]
    public DateTimeOffset? NextAttempt { get; init; }

    [Description("While pending: tries before it is given up.")]
    public required int AttemptsLeft { get; init; }

    [Description("The tries so far, at most the last 50; oldest first.")]
    public required IReadOnlyList<Attempt> Attempts { get; init; }

    public static NativeDelivery From(WebhookDelivery delivery) => new()
    {
        Id = delivery.Id,
        Event = delivery.Event,
        Status = delivery.Status,
        Created = delivery.Created,
        NextAttempt = delivery.NextAttempt,
        AttemptsLeft = delivery.AttemptsLeft,
        Attempts = [.. delivery.Attempts.Select(a => new Attempt(a.Number, a.At, Math.Round(a.Duration.TotalSeconds, 3), a.HttpStatus, a.Problem))],
    };

    /// <summary>One try.</summary>
    internal sealed record Attempt(
        [property: Description("1 = the first.")] int Number,
        DateTimeOffset At,
        double DurationSeconds,
        [property: Description("What the receiver answered; null: nothing.")] int? HttpStatus,
        [property: Description("Why it was no success; null: it was one.")] string? Error);
}
