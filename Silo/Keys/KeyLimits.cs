using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Hosting.Keys;

/// <summary>What bounds the use of a key. Null: nothing does.</summary>
internal sealed record KeyLimits
{
    /// <summary>Requests a minute at each gateway; as many may come at once.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Jobs submitted on one day of UTC.</summary>
    public int? JobsPerDay { get; init; }

    /// <summary>Jobs of the key's user that wait when another one is submitted, below the queue's own bound.</summary>
    public int? MaxWaiting { get; init; }

    /// <summary>The highest priority that jobs may have.</summary>
    public GenerationPriority? MaxPriority { get; init; }
}
