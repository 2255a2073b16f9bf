using System.Collections.Immutable;

namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>A snapshot of a job.</summary>
[GenerateSerializer, Immutable, Alias("h3d.GenerationStatus")]
public sealed record GenerationStatus
{
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Grows with every change; a watcher continues from the last one it saw.</summary>
    [Id(1)]
    public required long Version { get; init; }

    [Id(2)]
    public required GenerationStatusCode Status { get; init; }

    [Id(3)]
    public required GenerationRequest Request { get; init; }

    [Id(4)]
    public required DateTimeOffset Submitted { get; init; }

    /// <summary>First start of a stage.</summary>
    [Id(5)]
    public DateTimeOffset? Started { get; init; }

    [Id(6)]
    public DateTimeOffset? Ended { get; init; }

    [Id(7)]
    public GenerationProgress? Progress { get; init; }

    [Id(8)]
    public GenerationResult? Result { get; init; }

    /// <summary>Why the job failed or, while it waits for another attempt, why the last attempt did.</summary>
    [Id(9)]
    public GenerationFailure? Failure { get; init; }

    /// <summary>Attempts of the current stage that were started.</summary>
    [Id(10)]
    public int Attempt { get; init; }

    /// <summary>1 = next among all that wait for the same devices; null when not waiting for one, or not known.</summary>
    [Id(11)]
    public int? QueuePosition { get; init; }

    /// <summary>The silo that runs the current stage; null when none does.</summary>
    [Id(12)]
    public string? Silo { get; init; }

    /// <summary>While queued: the estimated time until the next stage starts, from measured stage times; null: nothing to base it on.</summary>
    [Id(13)]
    public TimeSpan? EstimatedWait { get; init; }

    /// <summary>While queued: what for; null when not queued, or not known.</summary>
    [Id(14)]
    public WaitReason? WaitingFor { get; init; }

    /// <summary>More about <see cref="WaitingFor"/>, for people; null: nothing to add.</summary>
    [Id(15)]
    public string? WaitDetail { get; init; }

    /// <summary>The silos that were lost while they ran the job, in order.</summary>
    [Id(16)]
    public ImmutableArray<SiloLoss> SiloLosses { get; init; } = [];

    /// <summary>The mesh was reused, and the job has no shape stage; null: it has, or the mesh came with the request.</summary>
    [Id(17)]
    public ShapeSource? ReusedShape { get; init; }

    public bool IsFinal => Status is GenerationStatusCode.Completed or GenerationStatusCode.Failed or GenerationStatusCode.Cancelled;
}
