namespace Hunyuan3D.Grains.Scheduling;

/// <summary>How far a lease is, as the queue knows.</summary>
internal enum LeaseState
{
    /// <summary>Granted; no report has listed it yet. It reserves its slot.</summary>
    Starting = 0,

    /// <summary>Listed by the silo's last report.</summary>
    Running = 1,

    /// <summary>The work ended, the slot is free, the outcome is still to be taken by the job.</summary>
    Delivering = 2,

    /// <summary>Stated by its job after a restart of the queue; no report has listed it yet.</summary>
    Claimed = 3,
}
