namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>When a job may start.</summary>
public enum GenerationSchedule
{
    /// <summary>As soon as it is its turn.</summary>
    Now = 0,

    /// <summary>In the cluster's off-peak hours, or as soon as the cluster has nothing else to do.</summary>
    OffPeak = 1,
}
