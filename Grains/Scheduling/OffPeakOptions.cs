using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>When jobs that asked for <c>off_peak</c> may start. Section <c>Hunyuan3D:OffPeak</c>.</summary>
public sealed class OffPeakOptions : IValidatableObject
{
    public const string Section = "Hunyuan3D:OffPeak";

    /// <summary>Begin of the hours, on the clock of <see cref="TimeZone"/>; default 22:00.</summary>
    public TimeOnly From { get; set; } = new(22, 0);

    /// <summary>End of the hours; before <see cref="From"/>: on the next day; equal to it: always open. Default 06:00.</summary>
    public TimeOnly To { get; set; } = new(6, 0);

    /// <summary>Name of a time zone that the machine knows, for example <c>Europe/Berlin</c>; default <c>UTC</c>.</summary>
    [Required]
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Whether they may start outside the hours, too, while the cluster has nothing else to do; default true.</summary>
    public bool WhenIdle { get; set; } = true;

    /// <summary>How long no other job has to wait or run until the cluster counts as idle. 0 to 1 day; default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan IdleFor { get; set; } = TimeSpan.FromMinutes(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new ValidationResult($"{Section}:{nameof(TimeZone)} is '{TimeZone}', which this machine does not know; expected a name such as UTC or Europe/Berlin.", [nameof(TimeZone)]);
    }
}
