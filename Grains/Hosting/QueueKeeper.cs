using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Grains.Caching;
using Hunyuan3D.Grains.Interfaces.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Grains.Hosting;

/// <summary>
/// Keeps the queue alive from the start of a control silo: a queue that starts wakes all unfinished jobs, so after a restart of the whole cluster
/// they go on without being asked. Keeps the autoscaler alive too, and the ledger of the result cache, where there is one.
/// </summary>
internal sealed partial class QueueKeeper(IGrainFactory grains, IOptions<AutoscalingOptions> autoscaling, IOptions<ResultCacheOptions> caching, TimeProvider time, ILogger<QueueKeeper> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle)
    {
        ArgumentNullException.ThrowIfNull(lifecycle);
        lifecycle.Subscribe(
            nameof(QueueKeeper),
            ServiceLifecycleStage.Active,
            _ =>
            {
                _loop = Task.Run(KeepAsync, CancellationToken.None);
                return Task.CompletedTask;
            },
            async cancellationToken =>
            {
                await _stop.CancelAsync();
                await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            });
    }

    public void Dispose() => _stop.Dispose();

    private async Task KeepAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await grains.GetGrain<IGenerationQueueGrain>(IGenerationQueueGrain.Key).GetSnapshot().WaitAsync(_stop.Token);
                if (autoscaling.Value.Target != ScaleTargetKind.Off) await grains.GetGrain<IAutoscalerGrain>(IAutoscalerGrain.Key).GetStatus().WaitAsync(_stop.Token);
                if (caching.Value.Enabled) await grains.GetGrain<ICacheLedgerGrain>(ICacheLedgerGrain.Key).GetStatus().WaitAsync(_stop.Token);
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                LogQueueAway(exception);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(Period, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Queue, autoscaler or cache do not answer; they are asked again in 5 s.")]
    private partial void LogQueueAway(Exception exception);
}
