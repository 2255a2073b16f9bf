using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>What NVIDIA's own tool says of a GPU (through NVML): memory, temperature and utilisation.</summary>
internal static class NvidiaSmi
{
    private const long MiB = 1024 * 1024;

    /// <summary>Null: this machine has no such tool.</summary>
    /// <param name="index">Number of the GPU.</param>
    /// <param name="maxTemperature">°C above which the GPU is too hot.</param>
    public static async Task<DeviceReading?> ReadAsync(string executable, int index, int maxTemperature, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            executable, ["--query-gpu=memory.total,memory.free,temperature.gpu,utilization.gpu", "--format=csv,noheader,nounits", "-i", index.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        {
            try
            {
                var errors = process.StandardError.ReadToEndAsync(cancellationToken);
                var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
                await process.WaitForExitAsync(cancellationToken);
                return process.ExitCode == 0
                    ? Parse(output, maxTemperature)
                    : new DeviceReading(0, 0, $"nvidia-smi failed with code {process.ExitCode}: {FirstLine(output + await errors)}");
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                throw;
            }
        }
    }

    /// <param name="line">For example <c>143771, 142689, 41, 87</c>: MiB, MiB, °C, percent. A figure that the GPU does not tell is <c>[N/A]</c>.</param>
    public static DeviceReading Parse(string line, int maxTemperature)
    {
        var fields = FirstLine(line).Split(',', StringSplitOptions.TrimEntries);
        if (fields.Length != 4) return new DeviceReading(0, 0, $"nvidia-smi answered '{FirstLine(line)}', expected total memory, free memory, temperature and utilization");
        var (total, free, temperature, utilization) = (Figure(fields[0]) * MiB, Figure(fields[1]) * MiB, Figure(fields[2]), Figure(fields[3]) / 100.0);
        return new DeviceReading(total ?? 0, free ?? 0, temperature > maxTemperature ? $"the GPU is at {temperature} °C, at most {maxTemperature} are allowed" : null)
        {
            Gpu = new GpuReading(utilization, temperature, total - free, total),
        };
    }

    private static long? Figure(string field) => long.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string FirstLine(string text) => text.Trim().Split('\n')[0];
}
