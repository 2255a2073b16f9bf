using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Grains.Generation;

/// <summary>What is tried again, how often and when. Section <c>Hunyuan3D:Retries</c>.</summary>
public sealed class RetryOptions
{
    public const string Section = "Hunyuan3D:Retries";

    /// <summary>Retries of a stage after a transient failure, 0 to 100; default 3.</summary>
    [Range(0, 100)]
    public int MaxRetries { get; set; } = 3;

    /// <summary>Wait before the first retry, doubled for each further one. 0 to 1 day; default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest wait. 0 to 7 days; default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Waits are spread by this share up and down, so that jobs that failed together do not come back together. 0 to 1; default 0.2.</summary>
    [Range(0.0, 1.0)]
    public double Jitter { get; set; } = 0.2;

    /// <summary>Retries of a stage after a defect, at once and on another silo if there is one, 0 to 10; default 1.</summary>
    [Range(0, 10)]
    public int MaxDefectRetries { get; set; } = 1;

    /// <summary>Silos that may be lost under one job; with the next one it fails as poison. 1 to 100; default 5. The job continues at once after each.</summary>
    [Range(1, 100)]
    public int MaxSiloLosses { get; set; } = 5;
}
