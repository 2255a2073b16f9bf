using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>The queue's own rhythm. Section <c>Hunyuan3D:Queue</c>.</summary>
public sealed class QueueOptions
{
    public const string Section = "Hunyuan3D:Queue";

    /// <summary>How often leases are checked for expiry. 10 ms to 1 min; default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan TickPeriod { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often all active jobs are woken although nothing happened. 1 s to 1 day; default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>A job that no silo can serve is given up after this long, while other silos report. 1 s to 7 days; default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan UnservedAfter { get; set; } = TimeSpan.FromMinutes(5);
}
