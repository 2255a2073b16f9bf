namespace Hunyuan3D.Grains.Interfaces.Autoscaling;

/// <summary>Where a silo that the autoscaler started is in its life.</summary>
public enum ScaledSiloState
{
    /// <summary>Asked for; the queue has not heard of it yet.</summary>
    Starting = 0,

    /// <summary>It reports to the queue.</summary>
    Running = 1,

    /// <summary>It drains, and is gone soon.</summary>
    Stopping = 2,
}
