using Orleans.Concurrency;

namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>A job as its caller sees it. The key is the job's id: 1 to 64 characters of <c>a-z 0-9 -</c>, chosen by the caller.</summary>
[Alias("h3d.IGenerationGrain")]
public interface IGenerationGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes the job durable and queues it. Repeating the call is safe: a job that exists is returned as it stands and the new request is ignored.
    /// A refused request leaves no job. A full queue refuses new jobs (<see cref="GenerationFailureCode.QueueFull"/>), never one that exists.
    /// </summary>
    [Alias("Submit")]
    Task<GenerationAdmission> Submit(GenerationRequest request);

    /// <summary>Null: no such job.</summary>
    [Alias("GetStatus"), AlwaysInterleave]
    Task<GenerationStatus?> GetStatus();

    /// <summary>
    /// Answers as soon as the job's version is above <paramref name="afterVersion"/> or the job is final, and with the unchanged status after about 15 s,
    /// so that no call outlives its time-out. A cancelled call leaves nothing behind. Null: no such job.
    /// </summary>
    [Alias("WaitForChange"), AlwaysInterleave]
    Task<GenerationStatus?> WaitForChange(long afterVersion, CancellationToken cancellationToken = default);

    /// <summary>Ends a job that is not final, reaching a running step. A final job stays as it is. Null: no such job.</summary>
    [Alias("Cancel")]
    Task<GenerationStatus?> Cancel();
}
