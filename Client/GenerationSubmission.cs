using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Client;

/// <summary>How a job is to be run.</summary>
public sealed record GenerationSubmission
{
    public GenerationOptions Options { get; init; } = new();

    /// <summary>
    /// A mesh file (GLB, OBJ or binary STL; Y up, the front towards +Z) that is to be textured with the pictures; it keeps its size and place.
    /// Null: the shape stage makes the mesh.
    /// </summary>
    public ReadOnlyMemory<byte>? Mesh { get; init; }

    /// <summary>Whose job it is; 1 to 64 characters of <c>A-Z a-z 0-9 . _ - @</c>.</summary>
    public string User { get; init; } = "anonymous";

    public GenerationPriority Priority { get; init; } = GenerationPriority.Standard;

    /// <summary>Two submissions with the same key and user are one job. Null: every submission is its own job.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>False: run even if an equal request's result is known.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>A job that has not started by then fails and never runs. Null: it waits as long as it takes.</summary>
    public StartDeadline? Deadline { get; init; }

    /// <summary>The most jobs of the user that may wait for this one to be accepted, where that is below the queue's own bound; at least 1. Null: the queue's own.</summary>
    public int? MaxWaiting { get; init; }

    /// <summary>When the job may start; default at once.</summary>
    public GenerationSchedule Schedule { get; init; }

    /// <summary>
    /// Gets a signed POST when the job has ended, however it ended: https and a public host, unless the cluster's options allow others. Null: nobody is called. A cluster without a
    /// secret to sign with refuses it.
    /// </summary>
    public Uri? CallbackUrl { get; init; }
}
