namespace Hunyuan3D.Grains.Webhooks;

/// <summary>When a delivery that was not taken is tried again.</summary>
internal static class WebhookBackoff
{
    /// <param name="failed">Attempts that failed so far, 1 or more.</param>
    /// <param name="sample">Uniform in 0..1, for the jitter.</param>
    /// <param name="retryAfter">What the receiver asked for; a longer wait than ours is heeded.</param>
    public static TimeSpan Delay(WebhookOptions options, int failed, double sample, TimeSpan? retryAfter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failed, 1);
        var nominal = Math.Min(options.FirstDelay.TotalSeconds * Math.Pow(options.Factor, failed - 1), options.MaxDelay.TotalSeconds);
        var spread = nominal * (1 + options.Jitter * (2 * sample - 1));
        return TimeSpan.FromSeconds(Math.Max(spread, Math.Min(retryAfter?.TotalSeconds ?? 0, options.MaxDelay.TotalSeconds)));
    }
}
