using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>Who is served first. Section <c>Hunyuan3D:Queue</c>.</summary>
public sealed class PriorityLanesOptions : IValidatableObject
{
    public const string Section = "Hunyuan3D:Queue";

    /// <summary>A ticket that waited this long is overdue and gets a share of the grants of higher lanes. Default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan OverdueAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>While higher lanes are busy, one of this many grants goes to the longest overdue ticket of a lower one. 2 to 1000; default 8.</summary>
    [Range(2, 1000)]
    public int OverdueShare { get; set; } = 8;

    /// <summary>Shares of users that are not 1, by name: a user of weight 2 gets twice what a user of weight 1 gets. Each above 0.</summary>
    public Dictionary<string, double> UserWeights { get; } = new(StringComparer.Ordinal);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (user, weight) in UserWeights)
        {
            if (!(weight > 0 && double.IsFinite(weight)))
                yield return new ValidationResult($"{Section}:{nameof(UserWeights)}:{user} is {weight}; expected a number above 0.", [nameof(UserWeights)]);
        }
    }
}
