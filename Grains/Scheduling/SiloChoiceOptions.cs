using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>Which silo gets the work. Section <c>Hunyuan3D:Silos</c>.</summary>
public sealed class SiloChoiceOptions
{
    public const string Section = "Hunyuan3D:Silos";

    /// <summary>
    /// What loading a model is worth, in load (the busy share of a silo's slots, divided by its weight): among silos in use, one that has the model in memory is preferred until it is
    /// loaded by this much more than another. 0 to 10; default 0.25. A silo with nothing to do always goes before one in use.
    /// </summary>
    [Range(0.0, 10.0)]
    public double ColdLoad { get; set; } = 0.25;

    /// <summary>A silo is taken out when this many different jobs in a row failed on it through no fault of their own, 1 to 1000; default 3.</summary>
    [Range(1, 1000)]
    public int FailuresUntilOut { get; set; } = 3;

    /// <summary>How long a silo is out before one job tries it again; doubled every time that job fails, too. 1 s to 1 day; default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan OutFor { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest time that a silo is out between two tries. 1 s to 30 days; default 30 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan LongestOut { get; set; } = TimeSpan.FromMinutes(30);
}
