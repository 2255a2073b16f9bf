namespace Hunyuan3D.Grains.Webhooks;

/// <summary>What became of one attempt.</summary>
/// <param name="HttpStatus">What the receiver answered; null: nothing.</param>
/// <param name="Problem">Why there is no answer, for people and without the URL; null: there is one.</param>
/// <param name="RetryAfter">What the receiver asked for; null: nothing.</param>
public sealed record WebhookOutcome(TimeSpan Duration, int? HttpStatus, string? Problem, TimeSpan? RetryAfter = null)
{
    /// <summary>The receiver took the message: any 2xx.</summary>
    public bool IsTaken => HttpStatus is >= 200 and < 300;

    /// <summary>The receiver wants no more: 410.</summary>
    public bool IsUnwanted => HttpStatus == 410;
}
