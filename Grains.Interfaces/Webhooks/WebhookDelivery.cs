using System.Collections.Immutable;

namespace Hunyuan3D.Grains.Interfaces.Webhooks;

/// <summary>One event on its way to a receiver.</summary>
[GenerateSerializer, Immutable, Alias("h3d.WebhookDelivery")]
public sealed record WebhookDelivery
{
    /// <summary>The same in all attempts, so that a receiver can tell a repetition.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary><c>generation.completed</c>, <c>generation.failed</c> or <c>generation.cancelled</c>.</summary>
    [Id(1)]
    public required string Event { get; init; }

    [Id(2)]
    public required WebhookDeliveryStatus Status { get; init; }

    [Id(3)]
    public required DateTimeOffset Created { get; init; }

    /// <summary>While pending: when it is tried next.</summary>
    [Id(4)]
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>While pending: tries before it is given up.</summary>
    [Id(5)]
    public int AttemptsLeft { get; init; }

    /// <summary>Of all tries so far, the last 50; oldest first.</summary>
    [Id(6)]
    public ImmutableArray<WebhookAttempt> Attempts { get; init; } = [];
}
