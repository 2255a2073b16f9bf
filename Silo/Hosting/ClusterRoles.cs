namespace Hunyuan3D.Hosting;

/// <summary>What a process does for the cluster.</summary>
[Flags]
internal enum ClusterRoles
{
    None = 0,

    /// <summary>Answers HTTP and accepts clients.</summary>
    Gateway = 1,

    /// <summary>Holds jobs, queue and schedules.</summary>
    Control = 2,

    /// <summary>Runs the shape and texture stages.</summary>
    Gpu = 4,

    All = Gateway | Control | Gpu,
}
