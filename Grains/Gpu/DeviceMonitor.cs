using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Sessions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>
/// Reads memory and temperature now and then, and lets a GPU compute once at the start and again while something is wrong with it. In low-memory mode the memory is not told: then
/// networks take turns in it, and the size of a whole model says nothing.
/// </summary>
internal sealed partial class DeviceMonitor(IOptions<GpuOptions> options, IOptions<SessionPoolOptions> sessions, TimeProvider time, ILogger<DeviceMonitor> logger) : IDeviceMonitor
{
    private readonly GpuOptions _options = options.Value;
    private bool _computes;

    public DeviceReading Last { get; private set; } = DeviceReading.Unknown;

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var reading = await LookAsync(cancellationToken);
                if (reading.Problem != Last.Problem) LogChanged(_options.Device, reading.Problem ?? "well");
                Last = sessions.Value.LowMemory ? reading with { TotalMemoryBytes = 0, FreeMemoryBytes = 0 } : reading;
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException)
            {
                LogNotRead(exception, _options.Device);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(_options.DevicePeriod, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<DeviceReading> LookAsync(CancellationToken cancellationToken)
    {
        var device = SessionDevice.Parse(_options.Device);
        if (device.Kind == GraphDevice.Cpu) return SystemMemory.Read();
        var reading = await NvidiaSmi.ReadAsync("nvidia-smi", device.Index, _options.MaxTemperature, cancellationToken) ?? DeviceReading.Unknown;
        if (reading.Problem is null && !_computes) reading = reading with { Problem = await Task.Run(() => Probe(device), cancellationToken) };
        _computes = reading.Problem is null;
        return reading;
    }

    private static string? Probe(SessionDevice device)
    {
        try
        {
            DeviceProbe.Run(device);
            return null;
        }
        catch (DeviceUnavailableException exception)
        {
            return exception.Message;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Device {Device}: {State}.")]
    private partial void LogChanged(string device, string state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Device {Device} could not be read.")]
    private partial void LogNotRead(Exception exception, string device);
}
