namespace Hunyuan3D.Client;

/// <summary>Lets the first connection be tried again until a time has passed.</summary>
internal sealed class ConnectionRetry(TimeSpan limit, TimeProvider time) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private long? _start;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        var start = _start ??= time.GetTimestamp();
        if (time.GetElapsedTime(start) >= limit) return false;
        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }
}
