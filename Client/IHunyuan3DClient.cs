using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Export;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Interfaces.Webhooks;

namespace Hunyuan3D.Client;

/// <summary>
/// Submits generations to a cluster and follows them. One instance serves a whole process and any number of threads.
/// Calls that cannot reach the cluster throw <see cref="ClusterUnavailableException"/>; bad requests, and new ones while the queue is full, throw <see cref="GenerationRejectedException"/>.
/// </summary>
public interface IHunyuan3DClient
{
    /// <summary>Stores the picture files and submits a job. Returns as soon as the job is durable.</summary>
    /// <param name="pictures">Encoded files (PNG, JPEG, WebP, BMP, GIF) as the user gave them.</param>
    /// <param name="submission">Options, user, priority, idempotency key; null: all defaults.</param>
    /// <returns>The job as it stands; with an idempotency key seen before (same user), the earlier job.</returns>
    Task<GenerationStatus> SubmitAsync(PictureFiles pictures, GenerationSubmission? submission = null, CancellationToken cancellationToken = default);

    /// <summary>The job's current status; null: no such job.</summary>
    Task<GenerationStatus?> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<GenerationStatus>> ListAsync(GenerationQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// The job's status now (if newer than <paramref name="afterVersion"/>) and at every change until it is final. Survives the loss of silos.
    /// Fast changes may be merged; the final status always arrives. Ends at once when there is no such job.
    /// </summary>
    IAsyncEnumerable<GenerationStatus> WatchAsync(string id, long afterVersion = 0, CancellationToken cancellationToken = default);

    /// <summary>Asks the job to stop; reaches a running step. A final job stays as it is. Null: no such job.</summary>
    Task<GenerationStatus?> CancelAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>The completed job's model in a format; converted on first request. Null: no such job, or not completed.</summary>
    Task<ArtifactRef?> GetModelAsync(string id, ModelFormat format = ModelFormat.Glb, CancellationToken cancellationToken = default);

    /// <summary>A PNG with eight rendered views of the completed job's model. Null: no such job, or not completed.</summary>
    Task<ArtifactRef?> GetPreviewAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>A part of the completed job's model. Null: no such job, or not completed.</summary>
    /// <exception cref="IOException">The model has no such part.</exception>
    Task<ArtifactRef?> GetPartAsync(string id, ModelPart part, CancellationToken cancellationToken = default);

    /// <summary>Submits a job that textures the model of a completed one anew.</summary>
    /// <param name="pictures">Null: those of the earlier job.</param>
    /// <param name="submission">Its mesh is not used.</param>
    /// <returns>The new job; null: no such job, or not completed.</returns>
    Task<GenerationStatus?> RetextureAsync(string id, PictureFiles? pictures, GenerationSubmission submission, CancellationToken cancellationToken = default);

    /// <summary>The callbacks of a job, oldest first; none before it has ended, and none of a job without <see cref="GenerationSubmission.CallbackUrl"/>. Null: no such job.</summary>
    Task<IReadOnlyList<WebhookDelivery>?> GetDeliveriesAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Delivers a callback again, at once and with all its attempts anew, however it stands. Null: no such job or delivery.</summary>
    Task<WebhookDelivery?> RedeliverAsync(string id, string deliveryId, CancellationToken cancellationToken = default);

    /// <summary>A readable, seekable stream over stored bytes.</summary>
    /// <exception cref="FileNotFoundException">The store no longer has them.</exception>
    Task<Stream> OpenArtifactAsync(ArtifactRef artifact, CancellationToken cancellationToken = default);

    /// <summary>The engines and models that the silos can run now; not known until a silo has reported.</summary>
    Task<ClusterOffers> GetOffersAsync(CancellationToken cancellationToken = default);

    /// <summary>The queue, the silos with devices, what the autoscaler did, and the result cache; for operators.</summary>
    Task<ClusterStatus> GetClusterAsync(CancellationToken cancellationToken = default);

    /// <summary>Submits, follows and returns the finished job. Cancelling the token cancels the job.</summary>
    /// <param name="progress">Told every status change.</param>
    /// <returns>The final status: Completed, Failed or Cancelled.</returns>
    Task<GenerationStatus> GenerateAsync(
        PictureFiles pictures,
        GenerationSubmission? submission = null,
        IProgress<GenerationStatus>? progress = null,
        CancellationToken cancellationToken = default);
}
