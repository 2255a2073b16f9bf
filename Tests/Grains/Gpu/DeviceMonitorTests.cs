using Hunyuan3D.Grains.Gpu;
using Hunyuan3D.Inference.Sessions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Gpu;

public sealed class DeviceMonitorTests
{
    /// <summary>Where networks take turns in memory, the size of a whole model says nothing: the memory is told as not known, and every model fits.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WatchAsync_LowMemoryMode_TellsNoMemory(bool lowMemory)
    {
        var monitor = new DeviceMonitor(
            Options.Create(new GpuOptions()), Options.Create(new SessionPoolOptions { LowMemory = lowMemory }), new FakeTimeProvider(), NullLogger<DeviceMonitor>.Instance);
        using var stop = new CancellationTokenSource();
        var watch = monitor.WatchAsync(stop.Token);

        Assert.Equal((lowMemory, lowMemory), (monitor.Last.TotalMemoryBytes == 0, monitor.Last.FreeMemoryBytes == 0));
        await stop.CancelAsync();
        await watch;
    }
}
