using System.Net;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Inference.ModelStore;

namespace Hunyuan3D.Hosting;

/// <summary>What one process brings to which cluster.</summary>
/// <param name="Redis">Connection string of the cluster's Redis, for example <c>127.0.0.1:6379</c>.</param>
/// <param name="Ports">Where this silo listens; none of those used may be 0.</param>
/// <param name="Artifacts">The artifact store's folder, shared by all processes of the cluster.</param>
internal sealed record SiloSettings(string Redis, ClusterPorts Ports, string Artifacts)
{
    /// <summary>All processes with the same Redis and the same name are one cluster.</summary>
    public const string ClusterName = "hunyuan3d";

    public ModelSettings Models { get; init; } = new();

    /// <summary>The model store where neither <see cref="Models"/> nor the configuration names one.</summary>
    public string DefaultModels { get; init; } = ModelStoreOptions.DefaultFolder;

    public SiloRoles Roles { get; init; } = SiloRoles.All;

    /// <summary>False: nothing has to outlive the process.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The address that other silos and clients reach this one at; default loopback.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;
}
