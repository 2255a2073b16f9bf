using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Grains.Artifacts;

/// <summary>Where bytes are kept. Section <c>Hunyuan3D:Artifacts</c>.</summary>
public sealed class ArtifactStoreOptions
{
    public const string Section = "Hunyuan3D:Artifacts";

    /// <summary>A folder, made if missing; in a cluster a volume that all silos share. Default <c>.data/artifacts</c>.</summary>
    [Required]
    public string Path { get; set; } = System.IO.Path.Combine(".data", "artifacts");

    /// <summary>True (default): a stored artifact survives power loss. False: only the loss of processes, and storing is much faster.</summary>
    public bool FlushToDisk { get; set; } = true;

    /// <summary>
    /// Artifacts not stored or asked for since are removed; null (default): never. Results older than this can no longer be downloaded, and running jobs
    /// need their inputs, so it has to be far above the longest a job may wait. 1 hour or more.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "36500.00:00:00")]
    public TimeSpan? MaxAge { get; set; }

    /// <summary>How often old and left-over files are looked for. 1 min to 7 days; default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromHours(1);
}
