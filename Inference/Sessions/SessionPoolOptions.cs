using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Inference.Sessions;

/// <summary>Section <c>Hunyuan3D:Sessions</c>: how much of a device the networks may hold.</summary>
public sealed class SessionPoolOptions
{
    public const string Section = "Hunyuan3D:Sessions";

    /// <summary>Bytes of weights that may be in memory at once; a single larger graph is still loaded, alone. Default: no bound.</summary>
    [Range(1, long.MaxValue)]
    public long MemoryBudgetBytes { get; set; } = long.MaxValue;

    /// <summary>
    /// True: one large network (encoder, denoiser, VAE) is in memory at a time and a guided step runs its two halves one after the other. Slower, in less memory: each job loads every network.
    /// Default false.
    /// </summary>
    public bool LowMemory { get; set; }

    /// <summary>Weights unused for this long are unloaded, at most a quarter of it later. 1 second to 30 days; default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan IdleUnload { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary><c>cpu</c> (default) or <c>cuda:N</c>. In a silo always that of its slots (<c>Hunyuan3D:Gpu:Device</c>).</summary>
    [RegularExpression("^(cpu|cuda:[0-9]{1,3})$")]
    public string Device { get; set; } = "cpu";

    /// <summary>CPU threads of a run; 0 (default): all.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }
}
