using System.Net;
using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Grains.Hosting;

namespace Hunyuan3D.Hosting;

/// <summary>What <c>hunyuan3d serve</c> was asked for.</summary>
/// <param name="DataFolder">Where this machine's part of the cluster keeps everything.</param>
internal sealed record ServeRequest(string DataFolder)
{
    /// <summary>Where HTTP listens, separated by <c>;</c>. Null: 127.0.0.1:8080 for a gateway, any free port of 127.0.0.1 for other processes.</summary>
    public string? Urls { get; init; }

    /// <summary>Answers everybody who reaches it while there is no key, although that is not this machine alone.</summary>
    public bool InsecureNoKeys { get; init; }

    /// <summary>Null: a Redis-compatible server inside this process.</summary>
    public string? Redis { get; init; }

    public ModelSettings Models { get; init; } = new();

    public SiloRoles Roles { get; init; } = SiloRoles.All;

    /// <summary>What starts and stops silos with devices; null: as configured.</summary>
    public ScaleTargetKind? Autoscale { get; init; }

    /// <summary>The fewest silos that autoscaling keeps; null: as configured.</summary>
    public int? MinSilos { get; init; }

    /// <summary>The most silos that autoscaling starts; null: as configured.</summary>
    public int? MaxSilos { get; init; }

    /// <summary>The file that whoever started this process keeps touching; null: nobody does.</summary>
    public string? Leash { get; init; }

    /// <summary>What other silos and clients reach this one at; they need <see cref="Redis"/> beyond loopback too. Default loopback.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>0: the one used before in the data folder, else a free one.</summary>
    public int SiloPort { get; init; }

    /// <summary>0: as for <see cref="SiloPort"/>. Only a gateway has one.</summary>
    public int GatewayPort { get; init; }
}
