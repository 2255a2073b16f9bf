namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>Why a job failed. Append only: the numbers are stored.</summary>
public enum GenerationFailureCode
{
    /// <summary>The pictures or options cannot be used. Never retried.</summary>
    InvalidInput = 1,

    /// <summary>The asked engine or model is not installed. Never retried.</summary>
    ModelNotAvailable = 2,

    /// <summary>No device can hold the work, or one ran out of memory.</summary>
    OutOfCapacity = 3,

    /// <summary>A store or a device failed; worth another try.</summary>
    Transient = 4,

    /// <summary>The silo that ran the stage was lost; the job goes on elsewhere.</summary>
    SiloLost = 5,

    /// <summary>The program itself is at fault.</summary>
    Defect = 6,

    /// <summary>The stage ran longer than allowed.</summary>
    TimedOut = 7,

    /// <summary>A stored input or intermediate result is gone.</summary>
    ArtifactLost = 8,

    /// <summary>As many jobs wait as may; the submission is worth another try later.</summary>
    QueueFull = 9,

    /// <summary>The job's deadline passed before a device took it.</summary>
    DeadlineMissed = 10,

    /// <summary>So many silos were lost under the job that it is taken to be the cause.</summary>
    Poison = 11,
}
