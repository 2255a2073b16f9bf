using System.Threading.Channels;
using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Statistics;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>
/// Tells the queue what this silo runs: about once a second, at once when a slot got free, and soon after a job took its outcome, which in a busy silo travels with the
/// next report. One report is on its way at a time, so under load several changes travel together.
/// </summary>
internal sealed partial class GpuLoadReporter : IAsyncDisposable
{
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(3);

    /// <summary>How long news that no grant waits for may wait for other news.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    private readonly GpuWorker _worker;
    private readonly IEngineInventory _inventory;
    private readonly IDeviceMonitor _device;
    private readonly GpuMetrics _metrics;
    private readonly GpuOptions _options;
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly ILogger<GpuLoadReporter> _logger;
    private readonly IEnvironmentStatisticsProvider _machine;
    private readonly SlotLoad _load;
    private readonly string _silo;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ITimer _reminder;
    private readonly TaskCompletionSource _firstReport = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private long _sequence;
    private int _owed;

    public GpuLoadReporter(
        GpuWorker worker,
        IEngineInventory inventory,
        IDeviceMonitor device,
        GpuMetrics metrics,
        IOptions<GpuOptions> options,
        IGrainFactory grains,
        ILocalSiloDetails silo,
        IEnvironmentStatisticsProvider machine,
        TimeProvider time,
        ILogger<GpuLoadReporter> logger)
    {
        (_worker, _inventory, _device, _options, _grains, _time, _logger) = (worker, inventory, device, options.Value, grains, time, logger);
        (_machine, _load, _metrics) = (machine, new SlotLoad(time), metrics);
        _silo = silo.SiloAddress.ToParsableString();
        _reminder = time.CreateTimer(
            _ =>
            {
                if (Volatile.Read(ref _owed) != 0) _changes.Writer.TryWrite(true);
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        _worker.Changed += Hear;
    }

    /// <summary>Completes when the queue has heard of this silo.</summary>
    public Task FirstReport => _firstReport.Task;

    public void Start()
    {
        _device.WatchAsync(_stop.Token).Ignore();
        _loop = Task.Run(ReportAsync);
    }

    /// <summary>Reports once more what became of the leases, then ends; a queue that does not answer is not waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        await _reminder.DisposeAsync();
        await SayGoodbyeAsync().WaitAsync(GoodbyeTimeout, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SayGoodbyeAsync()
    {
        await _loop;
        await TrySendAsync();
    }

    private void Hear(bool atOnce)
    {
        if (atOnce) _changes.Writer.TryWrite(true);
        else if (Interlocked.Exchange(ref _owed, 1) == 0) _reminder.Change(Soon, Timeout.InfiniteTimeSpan);
    }

    private async Task ReportAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (await TrySendAsync()) _firstReport.TrySetResult();
            try
            {
                await _changes.Reader.WaitToReadAsync(_stop.Token).AsTask().WaitAsync(_options.ReportPeriod, _time, _stop.Token);
                _changes.Reader.TryRead(out _);
            }
            catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
            {
            }
        }
    }

    private async Task<bool> TrySendAsync()
    {
        Volatile.Write(ref _owed, 0);
        var (snapshot, device) = (_worker.Snapshot(), _device.Last);
        var report = new GpuSiloReport
        {
            Silo = _silo,
            Sequence = ++_sequence,
            Draining = snapshot.Draining,
            Spot = _options.Spot,
            Weight = _options.Weight,
            Slots = snapshot.Slots,
            Offers = _inventory.Offers,
            Held = snapshot.Held,
            Ended = snapshot.Ended,
            WarmModels = _inventory.WarmModels,
            FreeMemoryBytes = device.FreeMemoryBytes,
            TotalMemoryBytes = device.TotalMemoryBytes,
            Problem = device.Problem,
            GpuLoad = _load.Update(snapshot.Slots.Count(slot => slot.Busy), snapshot.Slots.Length),
            CpuLoad = _machine.GetEnvironmentStatistics().FilteredCpuUsagePercentage / 100,
        };
        _metrics.Reported(report, device.Gpu);
        try
        {
            var reply = await _grains.GetGrain<IGenerationQueueGrain>(IGenerationQueueGrain.Key).Report(report);
            _worker.Forget(snapshot.Ended);
            foreach (var lease in reply.Revoked) _worker.Stop(lease);
            return true;
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException or ObjectDisposedException)
        {
            LogQueueAway(exception);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The queue did not take this silo's report; the next one follows.")]
    private partial void LogQueueAway(Exception exception);
}
