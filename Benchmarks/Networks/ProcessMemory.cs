using System.Diagnostics;

namespace Hunyuan3D.Benchmarks.Networks;

/// <summary>Resident memory of this process, MiB.</summary>
internal static class ProcessMemory
{
    public static long Now
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.WorkingSet64 >> 20;
        }
    }

    public static long Peak
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 >> 20;
        }
    }
}
