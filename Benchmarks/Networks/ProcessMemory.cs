using System.Diagnostics;

namespace Hunyuan3D.Benchmarks.Networks;

/// <summary>Resident memory of this process in MiB, and its time on processors.</summary>
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

    /// <summary>Of all threads since the start: less shaken by other programs than the clock.</summary>
    public static double ProcessorSeconds
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.TotalProcessorTime.TotalSeconds;
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
