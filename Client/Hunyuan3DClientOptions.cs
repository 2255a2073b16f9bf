using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Client;

/// <summary>How a process reaches a cluster.</summary>
public sealed class Hunyuan3DClientOptions
{
    /// <summary>
    /// Connection string of the cluster's Redis (see <see cref="RedisConnectionString"/>), for example <c>127.0.0.1:6379</c>, for a process outside the cluster. Null (default): the process hosts a
    /// silo itself, or has registered an Orleans client.
    /// </summary>
    public string? Redis { get; set; }

    /// <summary>The cluster's name; processes with the same Redis and the same name find each other. Default <c>hunyuan3d</c>.</summary>
    [Required]
    public string Cluster { get; set; } = "hunyuan3d";

    /// <summary>How long a call keeps trying while the cluster cannot be reached, before it throws. 0 to 1 hour; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the first connection may take. 1 s to 1 hour; default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ConnectFor { get; set; } = TimeSpan.FromSeconds(15);
}
