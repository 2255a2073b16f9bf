using System.Collections.Immutable;
using Hunyuan3D.Grains.Caching;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Generation;

/// <summary>A job as it is stored: written at every transition, and nothing else is durable about a job.</summary>
[GenerateSerializer, Immutable, Alias("h3d.GenerationState")]
internal sealed record GenerationState
{
    [Id(0)]
    public required string JobId { get; init; }

    [Id(1)]
    public required GenerationRequest Request { get; init; }

    /// <summary>Of the last saved change.</summary>
    [Id(2)]
    public long Version { get; init; }

    [Id(3)]
    public required GenerationStatusCode Status { get; init; }

    [Id(4)]
    public required GenerationStage Stage { get; init; }

    [Id(5)]
    public required DateTimeOffset Submitted { get; init; }

    /// <summary>First start of a stage.</summary>
    [Id(6)]
    public DateTimeOffset? Started { get; init; }

    /// <summary>Start of the running attempt.</summary>
    [Id(7)]
    public DateTimeOffset? StageStarted { get; init; }

    [Id(8)]
    public DateTimeOffset? Ended { get; init; }

    /// <summary>While running: what fences this attempt.</summary>
    [Id(9)]
    public GpuSlotLease? Lease { get; init; }

    /// <summary>Starts of the current stage.</summary>
    [Id(10)]
    public int Attempt { get; init; }

    /// <summary>Retries of the current stage after transient failures.</summary>
    [Id(11)]
    public int Retries { get; init; }

    /// <summary>The silos lost under the job, in order.</summary>
    [Id(12)]
    public ImmutableArray<SiloLoss> SiloLosses { get; init; } = [];

    /// <summary>While queued: not before this time; null: at once.</summary>
    [Id(13)]
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Resumable state of the current stage.</summary>
    [Id(14)]
    public ArtifactRef? Checkpoint { get; init; }

    /// <summary>What the shape stage made, until the job ends; of one without a texture also after that, for the cache.</summary>
    [Id(15)]
    public ShapeProduct? Shape { get; init; }

    [Id(16)]
    public GenerationResult? Result { get; init; }

    [Id(17)]
    public GenerationFailure? Failure { get; init; }

    /// <summary>The job whose result or mesh this one waits for; null: it runs itself.</summary>
    [Id(19)]
    public string? JoinedTo { get; init; }

    /// <summary>The priority it queues with: its own, or that of a job that joined it.</summary>
    [Id(20)]
    public required GenerationPriority Priority { get; init; }

    /// <summary>When it may start: as asked, or as a job that joined it needs.</summary>
    [Id(21)]
    public GenerationSchedule Schedule { get; init; }

    /// <summary>The silo on which the last attempt of the current stage failed; null: none.</summary>
    [Id(22)]
    public string? FailedOn { get; init; }

    /// <summary>Attempts of the current stage that ended with a defect.</summary>
    [Id(23)]
    public int Defects { get; init; }

    /// <summary>W3C trace context of the call that submitted the job; null: nobody traces it.</summary>
    [Id(24)]
    public string? Trace { get; init; }

    /// <summary>Where equal requests meet; null: the cache is not used.</summary>
    [Id(25)]
    public CacheKey? Cache { get; init; }

    /// <summary>Whether it is the mesh of <see cref="JoinedTo"/> that is waited for, and not its result.</summary>
    [Id(26)]
    public bool JoinsShape { get; init; }

    /// <summary>The job that <see cref="Shape"/> was taken from; null: it is the job's own.</summary>
    [Id(27)]
    public ShapeSource? ReusedShape { get; init; }

    public bool IsFinal => Status is GenerationStatusCode.Completed or GenerationStatusCode.Failed or GenerationStatusCode.Cancelled;

    /// <summary>Whether the job waits for a slot (and not for another job).</summary>
    public bool WantsSlot => Status == GenerationStatusCode.Queued && JoinedTo is null;

    /// <summary>The ticket of a job that wants a slot.</summary>
    public StageTicket Ticket => new()
    {
        JobId = JobId,
        Demand = GenerationDemands.Of(Stage, Request.Options),
        User = Request.User,
        Priority = Priority,
        Submitted = Submitted,
        OffPeak = Schedule == GenerationSchedule.OffPeak,
        Avoid = FailedOn,
        UserLimit = Request.MaxWaiting,
        Held = Schedule == GenerationSchedule.OffPeak && Started is null,
    };
}
