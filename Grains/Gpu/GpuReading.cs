namespace Hunyuan3D.Grains.Gpu;

/// <summary>What a GPU's driver tells of it; null: it does not tell that.</summary>
/// <param name="Utilization">Share of the last moments in which it computed, 0 to 1.</param>
/// <param name="Temperature">°C.</param>
internal sealed record GpuReading(double? Utilization, double? Temperature, long? UsedMemoryBytes, long? TotalMemoryBytes);
