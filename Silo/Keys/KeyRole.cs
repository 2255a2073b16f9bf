namespace Hunyuan3D.Hosting.Keys;

/// <summary>What the owner of a key may do.</summary>
internal enum KeyRole
{
    /// <summary>Submits jobs and sees those of its own user.</summary>
    User = 0,

    /// <summary>Sees and does everything: all jobs, dashboard, metrics, cluster, keys.</summary>
    Admin = 1,
}
