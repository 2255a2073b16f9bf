using Hunyuan3D.Grains.Interfaces.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Client;

/// <summary>The cluster in numbers.</summary>
public sealed record ClusterStatus(QueueSnapshot Queue, AutoscalerStatus Autoscaler)
{
    /// <summary>The result cache.</summary>
    public CacheStatus Cache { get; init; } = CacheStatus.Off;
}
