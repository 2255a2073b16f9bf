using Hunyuan3D.Grains.Gpu;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Gpu;

public sealed class DeviceReadingTests
{
    private const long MiB = 1024 * 1024;

    [Theory]
    [InlineData("143771, 142689, 41, 87\n", 143771, 142689, null)]
    [InlineData("24564, 100, 93, 0", 24564, 100, "the GPU is at 93 °C, at most 92 are allowed")]
    [InlineData("24564, 100, [N/A], [N/A]", 24564, 100, null)]
    [InlineData("[N/A], [N/A], 50, 3", 0, 0, null)]
    [InlineData("No devices were found", 0, 0, "nvidia-smi answered 'No devices were found', expected total memory, free memory, temperature and utilization")]
    public void Parse_AnswerOfTheTool_IsMemoryAndHealth(string line, long total, long free, string? problem)
        => Assert.Equal(new DeviceReading(total * MiB, free * MiB, problem), NvidiaSmi.Parse(line, 92) with { Gpu = null });

    [Fact]
    public void Parse_AnswerOfTheTool_IsAlsoForMetricsAndWhatIsNotToldIsNull()
    {
        Assert.Equal(new GpuReading(0.87, 41, 1082 * MiB, 143771 * MiB), NvidiaSmi.Parse("143771, 142689, 41, 87", 92).Gpu);
        Assert.Equal(new GpuReading(null, null, null, 24564 * MiB), NvidiaSmi.Parse("24564, [N/A], [N/A], [N/A]", 92).Gpu);
        Assert.Null(NvidiaSmi.Parse("No devices were found", 92).Gpu);
    }

    [Fact]
    public async Task ReadAsync_NoSuchTool_IsNotKnown()
        => Assert.Null(await NvidiaSmi.ReadAsync("/nowhere/nvidia-smi", 0, 92, CancellationToken.None));

    [Fact]
    public async Task ReadAsync_ToolFails_IsAProblem()
        => Assert.StartsWith("nvidia-smi failed with code 1", (await NvidiaSmi.ReadAsync("/bin/false", 0, 92, CancellationToken.None))!.Problem, StringComparison.Ordinal);

    [Fact]
    public void Available_MemInfo_IsInBytes()
    {
        Assert.Equal(19_876_543L * 1024, SystemMemory.Available(["MemTotal:       24000000 kB", "MemAvailable:   19876543 kB"]));
        Assert.Null(SystemMemory.Available(["MemTotal:       24000000 kB"]));
        var reading = SystemMemory.Read();
        Assert.InRange(reading.FreeMemoryBytes, 1, reading.TotalMemoryBytes);
    }
}
