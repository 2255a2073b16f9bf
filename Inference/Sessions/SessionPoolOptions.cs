using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Inference.Sessions;

/// <summary>Section <c>Hunyuan3D:Sessions</c>: how much of a device the networks may hold.</summary>
public sealed class SessionPoolOptions
{
    public const string Section = "Hunyuan3D:Sessions";

    /// <summary>Bytes of weights that may be in memory at once; a single larger graph is still loaded, alone. Default: no bound.</summary>
    [Range(1, long.MaxValue)]
    public long MemoryBudgetBytes { get; set; } = long.MaxValue;

    /// <summary>Weights unused for this long are unloaded. Default 10 minutes.</summary>
    public TimeSpan IdleUnload { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>CPU threads of a run; 0 (default): all.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }
}
