using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Grains.Generation;

/// <summary>How often a job looks after itself. Section <c>Hunyuan3D:Jobs</c>.</summary>
public sealed class GenerationUpkeepOptions
{
    public const string Section = "Hunyuan3D:Jobs";

    /// <summary>When a job first checks that queue, index and reminder know it. 100 ms to 10 min; default 10 s. Jobs that end earlier never pay for it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan FirstCheck { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often it checks again. 100 ms to 10 min; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan CheckPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Period of the durable reminder that wakes a job whose silo was lost. 1 min to 1 day; default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan ReminderPeriod { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a call that waits for a change is held. 10 ms to 25 s (calls time out after 30 s); default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:00:25")]
    public TimeSpan LongPoll { get; set; } = TimeSpan.FromSeconds(15);
}
