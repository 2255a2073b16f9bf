using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Grains.Caching;

/// <summary>How long results are reused. Section <c>Hunyuan3D:ResultCache</c>.</summary>
public sealed class ResultCacheOptions
{
    public const string Section = "Hunyuan3D:ResultCache";

    /// <summary>An older result is made anew. 1 s to 100 years; default 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(30);
}
