using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Grains.Diagnostics;

/// <summary>Follows the cluster's membership while the silo lives, for <see cref="ClusterMetrics"/> and the log.</summary>
internal sealed partial class ClusterWatch(IClusterMembershipService membership, ClusterMetrics metrics, ILogger<ClusterWatch> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle)
    {
        ArgumentNullException.ThrowIfNull(lifecycle);
        lifecycle.Subscribe(
            nameof(ClusterWatch),
            ServiceLifecycleStage.Active,
            _ =>
            {
                _loop = Task.Run(WatchAsync, CancellationToken.None);
                return Task.CompletedTask;
            },
            async cancellationToken =>
            {
                await _stop.CancelAsync();
                await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            });
    }

    public void Dispose() => _stop.Dispose();

    private async Task WatchAsync()
    {
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(_stop.Token))
        {
            foreach (var lost in metrics.Observe(snapshot.Members.Select(member => KeyValuePair.Create(member.Key, member.Value.Status)))) LogLost(lost.Endpoint.ToString());
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Silo {Silo} is lost.")]
    private partial void LogLost(string silo);
}
