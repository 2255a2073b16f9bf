namespace Hunyuan3D.Hosting.Cli.Bench.Gateway;

/// <summary>How a quantity goes over time: the line with the least squared distances.</summary>
internal static class Trend
{
    /// <summary>Its rise in a minute; 0 for fewer than two readings.</summary>
    public static double PerMinute(IReadOnlyList<GatewaySample> samples, Func<GatewaySample, double> quantity)
    {
        if (samples.Count < 2)
            return 0;
        var (meanTime, mean) = (samples.Average(sample => sample.Seconds), samples.Average(quantity));
        var spread = samples.Sum(sample => (sample.Seconds - meanTime) * (sample.Seconds - meanTime));
        return spread == 0 ? 0 : 60 * samples.Sum(sample => (sample.Seconds - meanTime) * (quantity(sample) - mean)) / spread;
    }
}
