using System.ComponentModel.DataAnnotations;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>The devices of a silo with the role <see cref="Hosting.SiloRoles.Gpu"/>. Section <c>Hunyuan3D:Gpu</c>.</summary>
public sealed class GpuOptions
{
    public const string Section = "Hunyuan3D:Gpu";

    /// <summary>Stages that run at a time, 1 to 256; default 1. The relief engine uses all cores for one stage, so more slots do not make it faster.</summary>
    [Range(1, 256)]
    public int Slots { get; set; } = 1;

    /// <summary>The device of the slots and of all networks: <c>cpu</c> (default) or <c>cuda:N</c>. A GPU is tried at the start, and a silo whose GPU does not work does not start.</summary>
    [Required]
    [RegularExpression("^(cpu|cuda:[0-9]{1,3})$")]
    public string Device { get; set; } = "cpu";

    /// <summary>The stages its slots take, comma separated in configuration; default <c>Shape,Texture</c>.</summary>
    [Required]
    [RegularExpression("^(Shape|Texture|Shape,Texture|Texture,Shape)$")]
    public string Stages { get; set; } = "Shape,Texture";

    /// <summary>Share of the work relative to other silos, above 0 to 1000; default 1.</summary>
    [Range(0.001, 1000.0)]
    public double Weight { get; set; } = 1;

    /// <summary>True: the machine may be taken away at short notice; interactive jobs prefer others.</summary>
    public bool Spot { get; set; }

    /// <summary>How often the silo reports to the queue when nothing happens. 50 ms to 1 min; default 1 s. Keep it well below the lease duration.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan ReportPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The least time between two progress reports of a stage. 0 to 1 min; default 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ProgressPeriod { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A stage that runs longer is stopped and tried again. 1 s to 7 days; default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan StageTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a stopping silo waits for its stages to save and hand back. 0 to 1 hour; default 20 s. The host's shutdown time-out has to be longer.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often memory and temperature of the device are read. 100 ms to 1 hour; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan DevicePeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A GPU that is hotter than this gets no work until it has cooled down. 1 to 150 °C; default 92.</summary>
    [Range(1, 150)]
    public int MaxTemperature { get; set; } = 92;

    internal IEnumerable<GenerationStage> ServedStages => Stages.Split(',').Select(Enum.Parse<GenerationStage>);
}
