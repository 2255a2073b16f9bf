using System.Diagnostics.Metrics;

namespace Hunyuan3D.Grains.Diagnostics;

/// <summary>Buckets for what takes from a tenth of a second (a cached answer) to hours (a backlog): about 1-2-5, with the alert's limit of 120 s as a bound.</summary>
internal static class Durations
{
    /// <summary>Upper bounds in seconds.</summary>
    public static InstrumentAdvice<double> Buckets { get; } = new()
    {
        HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200, 3600, 7200],
    };
}
