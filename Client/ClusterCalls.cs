using Microsoft.Extensions.Options;

namespace Hunyuan3D.Client;

/// <summary>
/// Repeats calls while the cluster cannot be reached: a silo that is lost is replaced within seconds. Only for calls that may be repeated; whether a
/// call that timed out took effect is not known. Slowness is no error: a call that is under way is waited for, and one that fails after a long time is
/// made once more, since on a busy machine one time-out says little.
/// </summary>
internal sealed class ClusterCalls(IOptions<Hunyuan3DClientOptions> options, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <exception cref="ClusterUnavailableException">The cluster could not be reached for as long as the options allow.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await call().WaitAsync(cancellationToken);
            }
            catch (Exception exception) when (IsClusterAway(exception))
            {
                var (elapsed, allowed) = (time.GetElapsedTime(start), options.Value.RetryFor);
                if (elapsed + pause > allowed && (attempt > 1 || allowed == TimeSpan.Zero))
                {
                    throw new ClusterUnavailableException(
                        $"The cluster did not answer in {attempt} attempts within {elapsed.TotalSeconds:F0} s; the last one ended with: {Sentence(exception.Message)} "
                        + "Check that its silos and its Redis run and that their machines are not overloaded, then try again; a submission that has an idempotency key makes no second job.",
                        exception);
                }
            }

            await Task.Delay(pause, time, cancellationToken);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
    }

    private static string Sentence(string message) => message.EndsWith('.') ? message : message + '.';

    // ObjectDisposedException and InvalidOperationException are what the Orleans client throws while it is not connected.
    private static bool IsClusterAway(Exception exception) => exception is OrleansException or TimeoutException or ObjectDisposedException or IOException and not FileNotFoundException
        || (exception is InvalidOperationException && exception.Source == "Orleans.Core");
}
