namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>What a queued job waits for. Append only.</summary>
public enum WaitReason
{
    /// <summary>A free device slot.</summary>
    Device = 0,

    /// <summary>A slot is free, but its device has too little free memory at present.</summary>
    Memory = 1,

    /// <summary>The off-peak hours, or an idle cluster.</summary>
    OffPeak = 2,

    /// <summary>The next attempt after a transient failure.</summary>
    Retry = 3,

    /// <summary>The result of an equal request that another job runs.</summary>
    EqualJob = 4,

    /// <summary>A silo that can run the stage: there is none at present.</summary>
    Silo = 5,

    /// <summary>The mesh of another job, with the same shape and another texture.</summary>
    EqualShape = 6,
}
