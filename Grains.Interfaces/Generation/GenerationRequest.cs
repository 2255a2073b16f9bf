using Hunyuan3D.Grains.Interfaces.Artifacts;

namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>Everything that is asked for in one job.</summary>
[GenerateSerializer, Immutable, Alias("h3d.GenerationRequest")]
public sealed record GenerationRequest([property: Id(0)] GenerationPictures Pictures, [property: Id(1)] GenerationOptions Options)
{
    /// <summary>Whose job it is; 1 to 64 characters of <c>A-Z a-z 0-9 . _ - @</c>. Default <c>anonymous</c>.</summary>
    [Id(2)]
    public string User { get; init; } = "anonymous";

    [Id(3)]
    public GenerationPriority Priority { get; init; } = GenerationPriority.Standard;

    /// <summary>False: run even if an equal request's result is cached, and do not join one that is running.</summary>
    [Id(4)]
    public bool UseCache { get; init; } = true;

    /// <summary>
    /// A stored mesh file (GLB, OBJ or binary STL) to be textured; the job then has no shape stage, and the options of that stage change nothing. Null: the shape stage makes the mesh.
    /// </summary>
    [Id(5)]
    public ArtifactRef? Mesh { get; init; }

    /// <summary>A job that has not started by then fails (<see cref="GenerationFailureCode.DeadlineMissed"/>) and never runs; in the future when submitted. Null: none.</summary>
    [Id(6)]
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When the job may start; default at once.</summary>
    [Id(7)]
    public GenerationSchedule Schedule { get; init; }

    /// <summary>Where the job's end is told by a POST; see <see cref="Webhooks.CallbackUrl"/>. May hold a secret of its receiver. Null: nowhere.</summary>
    [Id(8)]
    public string? CallbackUrl { get; init; }

    /// <summary>The most jobs of the user that may wait for this one to be accepted, where that is below the queue's own bound; at least 1. Null: the queue's own.</summary>
    [Id(9)]
    public int? MaxWaiting { get; init; }
}
