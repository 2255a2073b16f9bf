using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>
/// A job as the queue and the workers see it; the key is the job's id. Every call names its lease, and a call whose lease is not the job's own
/// changes nothing and answers false: the caller then stops what it does for that lease.
/// </summary>
[Alias("h3d.IGenerationRunGrain")]
public interface IGenerationRunGrain : IGrainWithStringKey
{
    /// <summary>The queue grants a slot.</summary>
    [Alias("GrantLease")]
    Task<LeaseReply> GrantLease(GpuSlotLease lease);

    /// <summary>The lease is not renewed any more. The job waits for a slot again, which is not counted as a retry.</summary>
    /// <param name="siloLost">True: the silo that held it was lost, which a job may survive only so often; false: it never took the lease up.</param>
    [Alias("LoseLease")]
    Task LoseLease(Guid leaseId, string reason, bool siloLost);

    [Alias("ReportProgress")]
    Task<bool> ReportProgress(Guid leaseId, StageProgressReport progress);

    /// <summary>Keeps resumable state of the running stage in place of the one before.</summary>
    [Alias("SaveCheckpoint")]
    Task<bool> SaveCheckpoint(Guid leaseId, ArtifactRef checkpoint);

    [Alias("EndStage")]
    Task<bool> EndStage(Guid leaseId, StageOutcome outcome);

    /// <summary>
    /// Makes a job look after itself: a waiting one sends its ticket to the queue, a running one states its lease there, a final one leaves the
    /// list of active jobs.
    /// </summary>
    [Alias("Wake")]
    Task Wake();

    /// <summary>The queue gives a waiting job up: no silo can serve it.</summary>
    [Alias("Refuse")]
    Task Refuse(GenerationFailure failure);

    /// <summary>A more urgent job waits for this one's result: it queues with that urgency from now on.</summary>
    [Alias("Raise")]
    Task Raise(JobUrgency urgency);

    /// <summary>The result cache's answer to a job that waits for another job's equal run.</summary>
    /// <param name="result">Null: the other run came to nothing; ask again.</param>
    [Alias("ResolveJoin")]
    Task ResolveJoin(GenerationResult? result);

    /// <summary>The result cache's answer to a job that waits for the mesh of another job with the same shape.</summary>
    /// <param name="shape">Null: the other run came to nothing; ask again.</param>
    [Alias("ResolveShape")]
    Task ResolveShape(ReusedShape? shape);
}
