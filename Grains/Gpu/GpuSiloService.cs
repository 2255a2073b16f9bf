using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Sessions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>
/// Ties worker and reporter to the life of the silo: they start once grain calls work, and drain before anything of the silo stops. The silo counts as
/// started when the queue has heard of it, so a request that follows finds its engines.
/// </summary>
internal sealed partial class GpuSiloService(GpuWorker worker, GpuLoadReporter reporter, IOptions<GpuOptions> options, TimeProvider time, ILogger<GpuSiloService> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan FirstReportTimeout = TimeSpan.FromSeconds(5);

    public void Participate(ISiloLifecycle lifecycle)
    {
        ArgumentNullException.ThrowIfNull(lifecycle);
        lifecycle.Subscribe(nameof(GpuSiloService), ServiceLifecycleStage.Active, StartAsync, StopAsync);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        if (SessionDevice.Parse(options.Value.Device) is { Kind: not GraphDevice.Cpu } device) await Task.Run(() => DeviceProbe.Run(device), cancellationToken);
        reporter.Start();
        LogStarted(options.Value.Slots, options.Value.Device, options.Value.Stages);
        try
        {
            await reporter.FirstReport.WaitAsync(FirstReportTimeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // A silo with the role Control may come later.
            LogNoQueue();
        }
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        // A token that is cancelled from the start: the silo goes down at once, and the cluster has to notice.
        if (cancellationToken.IsCancellationRequested) return;
        await worker.DrainAsync(cancellationToken);
        await reporter.DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Slots} slots on {Device} for stages {Stages}.")]
    private partial void LogStarted(int slots, string device, string stages);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No queue has answered yet: is a silo with the role Control in the cluster?")]
    private partial void LogNoQueue();
}
