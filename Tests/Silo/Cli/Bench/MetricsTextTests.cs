using Hunyuan3D.Hosting.Cli.Bench;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Cli.Bench;

public sealed class MetricsTextTests
{
    private static readonly MetricsText Text = new(
        """
        # TYPE heap_bytes gauge
        heap_bytes{generation="gen0"} 1000
        heap_bytes{generation="gen2 } x"} 2.5e3 1700000000000
        heap_bytes_max 7
        threads 8
        """);

    [Theory]
    [InlineData("heap_bytes", 3500)]
    [InlineData("threads", 8)]
    [InlineData("heap", 0)]
    [InlineData("absent", 0)]
    public void Sum_OfAMetric_IsOverItsSeries(string name, double sum) => Assert.Equal(sum, Text.Sum(name));
}
