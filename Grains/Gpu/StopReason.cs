namespace Hunyuan3D.Grains.Gpu;

/// <summary>Why a running stage is stopped.</summary>
internal enum StopReason
{
    None = 0,

    /// <summary>The job does not want the result any more, or the lease is void: nothing is told.</summary>
    Void = 1,

    /// <summary>The silo stops: the job is handed back.</summary>
    Drain = 2,

    /// <summary>The stage ran longer than allowed.</summary>
    TimedOut = 3,
}
