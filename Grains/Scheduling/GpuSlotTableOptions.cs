using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>How long leases live. Section <c>Hunyuan3D:Leases</c>.</summary>
public sealed class GpuSlotTableOptions
{
    public const string Section = "Hunyuan3D:Leases";

    /// <summary>A lease, and the silo itself, is given up when no report came for this long. 1 s to 10 min; default 8 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(8);
}
