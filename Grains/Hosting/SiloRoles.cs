namespace Hunyuan3D.Grains.Hosting;

/// <summary>What a silo does for the cluster.</summary>
[Flags]
public enum SiloRoles
{
    None = 0,

    /// <summary>Takes callers in; hosts none of the product's grains by itself.</summary>
    Gateway = 1,

    /// <summary>Hosts jobs, the queue and the result cache.</summary>
    Control = 2,

    /// <summary>Runs stages on its devices.</summary>
    Gpu = 4,

    All = Gateway | Control | Gpu,
}
