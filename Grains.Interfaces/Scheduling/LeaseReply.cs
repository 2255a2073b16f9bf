namespace Hunyuan3D.Grains.Interfaces.Scheduling;

/// <summary>A job's answer to a lease.</summary>
public enum LeaseReply
{
    /// <summary>The stage was started on the slot.</summary>
    Started = 0,

    /// <summary>The job does not want a slot (any more); the slot is free.</summary>
    NotWanted = 1,

    /// <summary>The silo did not take the work; the job waits again. The slot is not to be granted before the silo's next report.</summary>
    SlotRefused = 2,
}
