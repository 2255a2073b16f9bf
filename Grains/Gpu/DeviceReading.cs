namespace Hunyuan3D.Grains.Gpu;

/// <summary>How a silo's device is.</summary>
/// <param name="TotalMemoryBytes">0: not known.</param>
/// <param name="FreeMemoryBytes">0: not known.</param>
/// <param name="Problem">Why it should get no work; null: it is well.</param>
internal sealed record DeviceReading(long TotalMemoryBytes, long FreeMemoryBytes, string? Problem)
{
    public static DeviceReading Unknown { get; } = new(0, 0, null);

    /// <summary>The GPU's own figures; null: the device is none, or its driver tells nothing.</summary>
    public GpuReading? Gpu { get; init; }
}
