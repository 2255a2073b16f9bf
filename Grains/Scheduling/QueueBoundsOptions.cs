using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>How many jobs may wait. Section <c>Hunyuan3D:Queue</c>.</summary>
public sealed class QueueBoundsOptions
{
    public const string Section = "Hunyuan3D:Queue";

    /// <summary>The most jobs that wait in all before new ones are refused, 1 to 1,000,000; default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxWaiting { get; set; } = 20_000;

    /// <summary>The most jobs of one user that wait before new ones of that user are refused, 1 to 1,000,000; default 5,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxWaitingPerUser { get; set; } = 5_000;
}
