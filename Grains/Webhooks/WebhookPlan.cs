using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Webhooks;

namespace Hunyuan3D.Grains.Webhooks;

/// <summary>The transitions of a delivery. Pure.</summary>
internal static class WebhookPlan
{
    /// <summary>Attempts that the log keeps.</summary>
    public const int Kept = 50;

    public static WebhookDelivery Announce(GenerationStatusCode status, WebhookOptions options, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now).ToString("N"),
        Event = EventOf(status),
        Status = WebhookDeliveryStatus.Pending,
        Created = now,
        NextAttempt = now,
        AttemptsLeft = options.MaxAttempts,
    };

    /// <summary>The number of the attempt that comes next.</summary>
    public static int NextNumber(WebhookDelivery delivery) => delivery.Attempts.IsEmpty ? 1 : delivery.Attempts[^1].Number + 1;

    /// <summary>An attempt has ended.</summary>
    /// <param name="at">When it began.</param>
    /// <param name="sample">Uniform in 0..1, for the jitter.</param>
    public static WebhookDelivery Attempted(WebhookDelivery delivery, WebhookOutcome outcome, WebhookOptions options, double sample, DateTimeOffset at)
    {
        var attempt = new WebhookAttempt(NextNumber(delivery), at, outcome.Duration, outcome.HttpStatus, ProblemOf(outcome));
        var left = Math.Max(delivery.AttemptsLeft - 1, 0);
        var next = delivery with { Attempts = [.. delivery.Attempts.Skip(Math.Max(delivery.Attempts.Length + 1 - Kept, 0)), attempt], AttemptsLeft = left };
        if (outcome.IsTaken) return End(next, WebhookDeliveryStatus.Delivered);
        if (outcome.IsUnwanted || left == 0) return End(next, WebhookDeliveryStatus.Failed);
        var failed = Math.Max(options.MaxAttempts - left, 1);
        return next with { NextAttempt = at + outcome.Duration + WebhookBackoff.Delay(options, failed, sample, outcome.RetryAfter) };
    }

    /// <summary>From the beginning, at once.</summary>
    public static WebhookDelivery Redeliver(WebhookDelivery delivery, WebhookOptions options, DateTimeOffset now)
        => delivery with { Status = WebhookDeliveryStatus.Pending, NextAttempt = now, AttemptsLeft = options.MaxAttempts };

    /// <summary>There is nothing to tell any more.</summary>
    public static WebhookDelivery Abandon(WebhookDelivery delivery, string problem, DateTimeOffset now)
        => End(delivery with { Attempts = delivery.Attempts.Add(new WebhookAttempt(NextNumber(delivery), now, TimeSpan.Zero, null, problem)) }, WebhookDeliveryStatus.Failed);

    private static WebhookDelivery End(WebhookDelivery delivery, WebhookDeliveryStatus status)
        => delivery with { Status = status, NextAttempt = null, AttemptsLeft = 0 };

    private static string? ProblemOf(WebhookOutcome outcome) => outcome switch
    {
        { IsTaken: true } => null,
        { HttpStatus: >= 300 and < 400 } => $"The receiver redirects ({outcome.HttpStatus}); redirects are not followed.",
        { HttpStatus: { } status } => $"The receiver answered {status}.",
        _ => outcome.Problem,
    };

    private static string EventOf(GenerationStatusCode status) => status switch
    {
        GenerationStatusCode.Completed => "generation.completed",
        GenerationStatusCode.Failed => "generation.failed",
        GenerationStatusCode.Cancelled => "generation.cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Only the end of a job is told."),
    };
}
