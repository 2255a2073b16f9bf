namespace Hunyuan3D.Grains.Interfaces.Autoscaling;

/// <summary>What the autoscaler decided to do.</summary>
public enum ScaleAction
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Silos are added.</summary>
    Out = 1,

    /// <summary>One idle silo is drained.</summary>
    In = 2,
}
