using Microsoft.Extensions.Options;

namespace Hunyuan3D.Client;

/// <summary>
/// Repeats calls while the cluster cannot be reached: a silo that is lost is replaced within seconds. Only for calls that may be repeated; whether a
/// call that timed out took effect is not known.
/// </summary>
internal sealed class ClusterCalls(IOptions<Hunyuan3DClientOptions> options, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <exception cref="ClusterUnavailableException">The cluster could not be reached for as long as the options allow.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await call().WaitAsync(cancellationToken);
            }
            catch (Exception exception) when (IsClusterAway(exception))
            {
                if (time.GetElapsedTime(start) + pause > options.Value.RetryFor)
                {
                    throw new ClusterUnavailableException(
                        $"The cluster did not answer for {time.GetElapsedTime(start).TotalSeconds:F0} s: {exception.Message} Check that its silos and its Redis run, then try again.",
                        exception);
                }
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    // ObjectDisposedException and InvalidOperationException are what the Orleans client throws while it is not connected.
    private static bool IsClusterAway(Exception exception) => exception is OrleansException or TimeoutException or ObjectDisposedException or IOException and not FileNotFoundException
        || (exception is InvalidOperationException && exception.Source == "Orleans.Core");
}
