using Hunyuan3D.Grains.Gpu;
using Xunit;

namespace Hunyuan3D.Tests.Deploy;

public sealed class GpuMetricsTests
{
    private const long GiB = 1L << 30;

    [Fact]
    public async Task Metrics_OfAGpu_AreInBaseUnits()
    {
        var page = await ReadAsync(new GpuReading(0.87, 61, 3 * GiB, 24 * GiB));

        Assert.Equal("0.87", Value(page, "hunyuan3d_gpu_utilization"));
        Assert.Equal("61", Value(page, "hunyuan3d_gpu_temperature_celsius"));
        Assert.Equal($"{3 * GiB}", Value(page, "hunyuan3d_gpu_memory_used_bytes"));
        Assert.Equal($"{24 * GiB}", Value(page, "hunyuan3d_gpu_memory_size_bytes"));
        Assert.Equal("1", Value(page, "hunyuan3d_models_warm"));
        Assert.Contains("device=\"cuda:0\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_WhatIsNotTold_IsAbsentAndNotZero()
    {
        var page = await ReadAsync(new GpuReading(null, 61, null, 24 * GiB));
        Assert.Equal("61", Value(page, "hunyuan3d_gpu_temperature_celsius"));
        Assert.DoesNotContain("hunyuan3d_gpu_utilization", page, StringComparison.Ordinal);
        Assert.DoesNotContain("hunyuan3d_gpu_memory_used", page, StringComparison.Ordinal);

        var cpu = await ReadAsync(null);
        Assert.DoesNotContain("hunyuan3d_gpu_temperature", cpu, StringComparison.Ordinal);
        Assert.DoesNotContain("hunyuan3d_gpu_memory", cpu, StringComparison.Ordinal);
        Assert.Equal("1", Value(cpu, "hunyuan3d_gpu_slots"));
    }

    private static async Task<string> ReadAsync(GpuReading? gpu)
    {
        await using var server = await GpuMetricsServer.StartAsync(gpu);
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(server.Address, "/metrics"));
    }

    /// <summary>Of the silo's first series of the metric.</summary>
    private static string Value(string page, string metric) =>
        page.Split('\n').First(line => line.StartsWith($"{metric}{{", StringComparison.Ordinal) && line.Contains($":{GpuMetricsServer.Port}", StringComparison.Ordinal)).Split(' ')[^1];
}
