using System.Collections.Immutable;
using Hunyuan3D.Grains.Caching;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Generation;

/// <summary>
/// The transitions of a job: from a state and an event to the next state. A transition that does not apply (a lease that is not the job's, a job
/// that ended) returns the state it was given, the same object, and changes nothing. Versions are given when a state is saved.
/// </summary>
internal static class GenerationPlan
{
    private static readonly ImmutableDictionary<string, double> NoSeconds = ImmutableDictionary<string, double>.Empty;

    public static GenerationState Submit(string jobId, GenerationRequest request, CacheKey? cache, DateTimeOffset now) => new()
    {
        JobId = jobId,
        Request = request,
        Status = GenerationStatusCode.Queued,
        Stage = request.Mesh is null ? GenerationStage.Shape : GenerationStage.Texture,
        Submitted = now,
        Cache = cache,
        Priority = request.Priority,
        Schedule = request.Schedule,
    };

    /// <summary>Waits for another job's result or mesh, or with null runs itself.</summary>
    public static GenerationState Join(GenerationState state, string? runBy, bool forShape = false)
        => state.Status != GenerationStatusCode.Queued || (state.JoinedTo == runBy && state.JoinsShape == forShape)
            ? state
            : state with { JoinedTo = runBy, JoinsShape = forShape };

    /// <summary>A more urgent job waits for this one.</summary>
    public static GenerationState Raise(GenerationState state, JobUrgency urgency)
    {
        var own = new JobUrgency(state.Priority, state.Schedule);
        var raised = own.Or(urgency);
        return state.IsFinal || raised == own ? state : state with { Priority = raised.Priority, Schedule = raised.Schedule };
    }

    /// <summary>Ends a job that has not started by its deadline. One that has started goes on, whatever becomes of its attempts.</summary>
    public static GenerationState MissDeadline(GenerationState state, DateTimeOffset now)
        => !IsLate(state, now) ? state : End(state, GenerationStatusCode.Failed, now) with
        {
            Failure = new GenerationFailure(
                GenerationFailureCode.DeadlineMissed,
                Stage: null,
                $"No device took the job by its deadline {state.Request.Deadline:O}; it waited {(now - state.Submitted).TotalSeconds:F0} s. Give it more time or a higher priority.",
                Retryable: false),
        };

    /// <summary>Ends a waiting job with the result of an equal request.</summary>
    public static GenerationState TakeResult(GenerationState state, GenerationResult result, DateTimeOffset now)
        => state.Status != GenerationStatusCode.Queued ? state : End(state, GenerationStatusCode.Completed, now) with
        {
            Result = result with { FromCache = true },
            Failure = null,
        };

    /// <summary>Goes on with the mesh of another job, as if the shape stage had made it.</summary>
    public static GenerationState TakeShape(GenerationState state, ReusedShape shape)
        => !WantsShape(state) || !state.Request.Options.Texture ? state : state with
        {
            Stage = GenerationStage.Texture,
            Shape = shape.Product with { Seconds = NoSeconds },
            ReusedShape = shape.Source,
            JoinedTo = null,
            JoinsShape = false,
        };

    /// <summary>Ends a waiting job that wants no texture with the mesh of another one.</summary>
    /// <param name="model">The mesh as a GLB without a texture.</param>
    public static GenerationState TakeModel(GenerationState state, ReusedShape shape, ArtifactRef model, DateTimeOffset now)
    {
        if (!WantsShape(state) || state.Request.Options.Texture) return state;
        var done = Complete(state, shape.Product, model, texture: null, shape.Product.Seconds, now);
        return done with { Result = done.Result! with { FromCache = true }, Shape = null };
    }

    public static GenerationState Grant(GenerationState state, GpuSlotLease lease, DateTimeOffset now)
        => !state.WantsSlot || lease.Stage != state.Stage || state.NotBefore > now || IsLate(state, now) ? state : state with
        {
            Status = GenerationStatusCode.Running,
            Lease = lease,
            Attempt = state.Attempt + 1,
            Started = state.Started ?? now,
            StageStarted = now,
            NotBefore = null,
        };

    /// <summary>The slot did not take the work: waits again, as if the lease had not been.</summary>
    public static GenerationState Refuse(GenerationState state, Guid leaseId)
        => !Holds(state, leaseId) ? state : Requeue(state) with
        {
            Attempt = state.Attempt - 1,
            Started = state.Started == state.StageStarted && state.Attempt == 1 ? null : state.Started,
        };

    /// <summary>The silo stops in good order: waits again at once, continues from the last checkpoint, no retry is counted.</summary>
    public static GenerationState HandBack(GenerationState state, Guid leaseId)
        => Holds(state, leaseId) ? Requeue(state) : state;

    public static GenerationState LoseLease(GenerationState state, Guid leaseId, string reason, RetryPolicy policy, DateTimeOffset now)
    {
        if (!Holds(state, leaseId)) return state;
        var silo = state.Lease!.Silo;
        var losses = state.SiloLosses.Add(new SiloLoss(silo, state.Stage, now, reason));
        if (!policy.AllowsLoss(losses.Length)) return End(state, GenerationStatusCode.Failed, now) with { SiloLosses = losses, Failure = Poisoned(state.Stage, losses) };
        var failure = new GenerationFailure(
            GenerationFailureCode.SiloLost,
            state.Stage,
            $"The silo {silo} that ran the {Name(state.Stage)} stage was lost ({reason}), {losses.Length} so far.",
            Retryable: true);
        return Requeue(state) with { SiloLosses = losses, Failure = failure, FailedOn = silo };
    }

    public static GenerationState SaveCheckpoint(GenerationState state, Guid leaseId, ArtifactRef checkpoint)
        => Holds(state, leaseId) ? state with { Checkpoint = checkpoint } : state;

    public static GenerationState CompleteShape(GenerationState state, Guid leaseId, ShapeProduct product, DateTimeOffset now)
    {
        if (!Holds(state, leaseId) || state.Stage != GenerationStage.Shape) return state;
        if (!state.Request.Options.Texture)
            return Complete(state, product, product.Model ?? throw new ArgumentException("A shape-only job ends with a model.", nameof(product)), texture: null, product.Seconds, now);
        return Requeue(state) with { Stage = GenerationStage.Texture, Shape = product, Attempt = 0, Retries = 0, Defects = 0, FailedOn = null, Checkpoint = null, Failure = null };
    }

    public static GenerationState CompleteTexture(GenerationState state, Guid leaseId, TextureProduct product, DateTimeOffset now)
    {
        if (!Holds(state, leaseId) || state.Stage != GenerationStage.Texture || (state.Shape ?? product.Given) is not { } shape) return state;
        var seconds = new Dictionary<string, double>(shape.Seconds, StringComparer.Ordinal);
        foreach (var (step, value) in product.Seconds) seconds[step] = value;
        return Complete(state, shape, product.Model, product, seconds, now);
    }

    /// <param name="sample">Uniform in 0..1, for the jitter of the wait.</param>
    public static GenerationState Fail(GenerationState state, Guid leaseId, GenerationFailure failure, RetryPolicy policy, double sample, DateTimeOffset now)
    {
        if (!Holds(state, leaseId)) return state;
        var silo = state.Lease!.Silo;
        // The mesh of another job is gone: then this one makes its own.
        if (failure.Code == GenerationFailureCode.ArtifactLost && state is { Stage: GenerationStage.Texture, ReusedShape: not null })
            return Requeue(state) with { Stage = GenerationStage.Shape, Shape = null, ReusedShape = null, Attempt = 0, Retries = 0, Defects = 0, Checkpoint = null };
        // A defect may be the silo's: it is tried from the beginning, on another one if there is any.
        if (failure.Code == GenerationFailureCode.Defect && policy.AllowsDefect(state.Defects))
            return Requeue(state) with { Defects = state.Defects + 1, Failure = failure, FailedOn = silo, Checkpoint = null };
        if (!policy.Allows(failure, state.Retries)) return End(state, GenerationStatusCode.Failed, now) with { Failure = failure };
        var retries = state.Retries + 1;
        return Requeue(state) with { Retries = retries, NotBefore = now + policy.Delay(retries, sample), Failure = failure, FailedOn = silo };
    }

    /// <summary>Ends a waiting job that cannot be served.</summary>
    public static GenerationState Reject(GenerationState state, GenerationFailure failure, DateTimeOffset now)
        => state.Status == GenerationStatusCode.Queued ? End(state, GenerationStatusCode.Failed, now) with { Failure = failure } : state;

    public static GenerationState Cancel(GenerationState state, DateTimeOffset now)
        => state.IsFinal ? state : End(state, GenerationStatusCode.Cancelled, now);

    public static bool Holds(GenerationState state, Guid leaseId) => state.Status == GenerationStatusCode.Running && state.Lease?.Id == leaseId;

    private static bool WantsShape(GenerationState state)
        => state is { Status: GenerationStatusCode.Queued, Stage: GenerationStage.Shape, Request.Mesh: null };

    private static bool IsLate(GenerationState state, DateTimeOffset now)
        => state is { Status: GenerationStatusCode.Queued, Started: null } && state.Request.Deadline <= now;

    private static GenerationState Complete(
        GenerationState state, ShapeProduct shape, ArtifactRef model, TextureProduct? texture, IReadOnlyDictionary<string, double> seconds, DateTimeOffset now)
        => End(state, GenerationStatusCode.Completed, now) with
        {
            Failure = null,
            // What the cache is to be given has to outlive a crash before that.
            Shape = texture is null && state.Cache is not null ? shape : null,
            Result = new GenerationResult
            {
                Model = model,
                Engine = state.Request.Options.Engine,
                ModelName = shape.ModelName,
                ModelRevision = shape.ModelRevision,
                Decoder = shape.Decoder,
                MaskSource = shape.MaskSource,
                Cutout = shape.Cutouts?.Front,
                Vertices = shape.Vertices,
                Faces = shape.Faces,
                Closed = shape.Closed,
                Manifold = shape.Manifold,
                TextureSize = texture?.TextureSize ?? 0,
                Seconds = seconds,
                MeshGiven = state.Request.Mesh is not null,
                TextureModelName = texture?.ModelName,
                TextureModelRevision = texture?.ModelRevision,
                ShapeReused = state.ReusedShape is not null,
            },
        };

    private static GenerationState Requeue(GenerationState state)
        => state with { Status = GenerationStatusCode.Queued, Lease = null, StageStarted = null, NotBefore = null };

    private static GenerationState End(GenerationState state, GenerationStatusCode status, DateTimeOffset now) => state with
    {
        Status = status,
        Lease = null,
        StageStarted = null,
        Ended = now,
        NotBefore = null,
        JoinedTo = null,
        JoinsShape = false,
        Checkpoint = null,
        Shape = null,
    };

    private static GenerationFailure Poisoned(GenerationStage stage, ImmutableArray<SiloLoss> losses) => new(
        GenerationFailureCode.Poison,
        stage,
        $"{losses.Length} silos were lost while they ran this job, which is taken to be the cause: {string.Join("; ", losses.Select(loss => $"{loss.Silo} in the {Name(loss.Stage)} stage at {loss.At:u} ({loss.Reason})"))}.",
        Retryable: false);

    private static string Name(GenerationStage stage) => stage == GenerationStage.Shape ? "shape" : "texture";
}
