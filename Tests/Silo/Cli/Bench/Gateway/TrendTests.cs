using Hunyuan3D.Hosting.Cli.Bench.Gateway;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Cli.Bench.Gateway;

public sealed class TrendTests
{
    [Fact]
    public void PerMinute_Line_IsItsSlope() =>
        Assert.Equal(30, Trend.PerMinute([.. Enumerable.Range(0, 20).Select(second => Sample(second, 100 + second * 0.5))], sample => sample.ResidentMegabytes), 9);

    [Fact]
    public void PerMinute_NoiseAroundALevel_IsNearNothing() =>
        Assert.Equal(0, Trend.PerMinute([Sample(0, 1), Sample(1, 2), Sample(2, 2), Sample(3, 1)], sample => sample.ResidentMegabytes), 9);

    [Fact]
    public void PerMinute_OneReading_IsNothing() => Assert.Equal(0, Trend.PerMinute([Sample(3, 7)], sample => sample.ResidentMegabytes));

    private static GatewaySample Sample(double seconds, double resident) => new(seconds, resident, 0, null, 1, 0, 0, 0);
}
