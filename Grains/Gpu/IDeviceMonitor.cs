namespace Hunyuan3D.Grains.Gpu;

/// <summary>Watches the device of a silo. Asked with every report, so it answers at once with what it last saw.</summary>
internal interface IDeviceMonitor
{
    DeviceReading Last { get; }

    /// <summary>Looks at the device until the token is cancelled.</summary>
    Task WatchAsync(CancellationToken cancellationToken);
}
