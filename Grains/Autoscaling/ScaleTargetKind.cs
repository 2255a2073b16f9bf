namespace Hunyuan3D.Grains.Autoscaling;

/// <summary>What starts and stops silos.</summary>
public enum ScaleTargetKind
{
    /// <summary>Nothing: silos are started by hand.</summary>
    Off = 0,

    /// <summary>Nothing, but decisions are made, logged and shown as if silos were started.</summary>
    DryRun = 1,

    /// <summary>Processes of this machine.</summary>
    Local = 2,

    /// <summary>The replicas of named Deployments.</summary>
    Kubernetes = 3,
}
