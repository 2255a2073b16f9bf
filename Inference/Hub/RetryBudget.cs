namespace Hunyuan3D.Inference.Hub;

/// <summary>
/// How often one request is tried again, and how long is waited before: exponential with jitter from half of each delay upwards, or as long as the server asks.
/// </summary>
/// <param name="random">Spreads the connections' tries.</param>
internal sealed class RetryBudget(HubOptions options, TimeProvider time, Random random, Action<string>? notice = null)
{
    private int _failures;

    /// <summary>Something arrived: the next failure is a first one again.</summary>
    public void Progressed() => _failures = 0;

    /// <summary>Returns when the next try is due.</summary>
    /// <exception cref="HubException">There is no further one.</exception>
    public async Task WaitAsync(TransientException failure, CancellationToken cancellationToken)
    {
        _failures++;
        if (failure.RetryAfter > options.LongestDelay)
        {
            throw new HubException(HubFailure.RateLimited,
                $"{failure.Message} It asks to wait {failure.RetryAfter.Value.TotalSeconds:F0} s; run the same command again after that.", failure);
        }

        if (_failures >= options.Attempts)
        {
            throw new HubException(HubFailure.Unreachable,
                $"{failure.Message} Given up after {_failures} tries in a row; what has arrived is kept, and the same command continues from it.", failure);
        }

        var delay = failure.RetryAfter ?? Backoff();
        notice?.Invoke($"{failure.Message} Next try in {delay.TotalSeconds:F0} s.");
        await Task.Delay(delay, time, cancellationToken);
    }

    private TimeSpan Backoff()
    {
        var full = Math.Min(options.FirstDelay.TotalSeconds * Math.Pow(2, _failures - 1), options.LongestDelay.TotalSeconds);
        return TimeSpan.FromSeconds(full * (0.5 + 0.5 * random.NextDouble()));
    }
}
