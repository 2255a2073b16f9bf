using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Grains.Autoscaling;

/// <summary>When silos with devices are started and stopped. Section <c>Hunyuan3D:Autoscaling</c>. The same on every control silo.</summary>
public sealed class AutoscalingOptions
{
    public const string Section = "Hunyuan3D:Autoscaling";

    /// <summary>What starts and stops silos; default <see cref="ScaleTargetKind.Off"/>.</summary>
    public ScaleTargetKind Target { get; set; }

    /// <summary>The fewest silos, 0 to 10,000 and at most <see cref="Max"/>; default 0: when nothing is to do, nothing runs, and the first job starts a silo.</summary>
    [Range(0, 10_000)]
    public int Min { get; set; }

    /// <summary>The most silos, 1 to 10,000; default 4.</summary>
    [Range(1, 10_000)]
    public int Max { get; set; } = 4;

    /// <summary>More waiting stages than this add one silo, more than twice as many add two. 0 to 1,000,000; default 50.</summary>
    [Range(0, 1_000_000)]
    public int QueueThreshold { get; set; } = 50;

    /// <summary>The wait after any change before the queue's length adds silos again, so that what was started can show its effect. 0 to 1 day; default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ScaleOutCooldown { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The wait after any change before a silo is taken away. 0 to 1 day; default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ScaleInCooldown { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a silo has to be idle before it is taken away. 0 to 7 days; default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A spot silo that has not come after this long counts as a shortage: further silos are on-demand while it lasts. 1 s to 1 day; default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>This many silos are on-demand before the first spot silo is used, 0 to 10,000; default 1.</summary>
    [Range(0, 10_000)]
    public int OnDemandFloor { get; set; } = 1;

    /// <summary>Share of spot silos among those above the floor, 0 to 1; default 0: no spot silos.</summary>
    [Range(0.0, 1.0)]
    public double SpotShare { get; set; }

    /// <summary>Device load above which, together with <see cref="CpuHigh"/>, larger machines are recommended. 0 to 1; default 0.85.</summary>
    [Range(0.0, 1.0)]
    public double GpuHigh { get; set; } = 0.85;

    /// <summary>Processor load of the same recommendation. 0 to 1; default 0.8.</summary>
    [Range(0.0, 1.0)]
    public double CpuHigh { get; set; } = 0.8;

    /// <summary>How often is decided. 50 ms to 10 min; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one call to the target may take. 1 s to 10 min; default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan TargetTimeout { get; set; } = TimeSpan.FromSeconds(15);
}
