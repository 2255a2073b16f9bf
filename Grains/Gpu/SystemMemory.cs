using System.Globalization;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>The memory of the machine or container, for silos whose device is the CPU.</summary>
internal static class SystemMemory
{
    private const string MemInfo = "/proc/meminfo";

    public static DeviceReading Read()
    {
        // Honours the limit of a container.
        var total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var unused = Math.Max(0, total - Environment.WorkingSet);
        return new DeviceReading(total, File.Exists(MemInfo) ? Math.Min(unused, Available(File.ReadLines(MemInfo)) ?? unused) : unused, null);
    }

    /// <summary>Bytes that the kernel could give without swapping; null: it does not say.</summary>
    public static long? Available(IEnumerable<string> lines)
    {
        var line = lines.FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kibibytes, ..] && long.TryParse(kibibytes, CultureInfo.InvariantCulture, out var count) ? count * 1024 : null;
    }
}
