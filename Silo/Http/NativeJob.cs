using System.ComponentModel;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Http;

/// <summary>A job as the native dialect tells it.</summary>
internal sealed record NativeJob
{
    [Description("Name of the job.")]
    public required string Id { get; init; }

    [Description("Grows with every change of the job.")]
    public required long Version { get; init; }

    public required GenerationStatusCode Status { get; init; }

    public required string User { get; init; }

    public required GenerationPriority Priority { get; init; }

    [Description("When the job may start: now, or off_peak.")]
    public required string Schedule { get; init; }

    [Description("The job fails if it has not started by then.")]
    public DateTimeOffset? Deadline { get; init; }

    [Description("What was asked, with defaults filled in; null leaves the choice to engine or model.")]
    public required GenerationOptions Options { get; init; }

    public required DateTimeOffset Submitted { get; init; }

    [Description("First start of a stage.")]
    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    [Description("1 = next; only while the job waits.")]
    public int? QueuePosition { get; init; }

    [Description("While the job waits: the estimated seconds until its next stage starts; null until stages have been measured.")]
    public double? EstimatedWaitSeconds { get; init; }

    [Description("While the job waits: what for.")]
    public WaitReason? WaitingFor { get; init; }

    [Description("More about what the job waits for.")]
    public string? WaitDetail { get; init; }

    [Description("Attempts of the current stage that were started.")]
    public int Attempt { get; init; }

    [Description("The silo that runs the current stage.")]
    public string? Silo { get; init; }

    [Description("The silos that were lost while they ran the job, in order.")]
    public required IReadOnlyList<SiloLoss> SiloLosses { get; init; }

    public NativeProgress? Progress { get; init; }

    [Description("The mesh was taken from another job with the same shape, and there is no shape stage; null: there is one, or the mesh came with the request.")]
    public Reused? ReusedShape { get; init; }

    public NativeResult? Result { get; init; }

    [Description("Why the job failed or, while it waits for another attempt, why the last one did.")]
    public GenerationFailure? Failure { get; init; }

    public required NativeLinks Links { get; init; }

    public static NativeJob From(GenerationStatus status) => new()
    {
        Id = status.Id,
        Version = status.Version,
        Status = status.Status,
        User = status.Request.User,
        Priority = status.Request.Priority,
        Schedule = status.Request.Schedule == GenerationSchedule.OffPeak ? RequestFields.OffPeak : "now",
        Deadline = status.Request.Deadline,
        Options = status.Request.Options,
        Submitted = status.Submitted,
        Started = status.Started,
        Ended = status.Ended,
        QueuePosition = status.QueuePosition,
        EstimatedWaitSeconds = status.EstimatedWait is { } wait ? Math.Round(wait.TotalSeconds, 1) : null,
        WaitingFor = status.WaitingFor,
        WaitDetail = status.WaitDetail,
        Attempt = status.Attempt,
        Silo = status.Silo,
        SiloLosses = status.SiloLosses.IsDefault ? [] : status.SiloLosses,
        Progress = status.Progress is { } progress ? NativeProgress.From(progress) : null,
        ReusedShape = status.ReusedShape is { } source ? new Reused(source.JobId, source.Made) : null,
        Result = status.Result is { } result ? NativeResult.From(result) : null,
        Failure = status.Failure,
        Links = NativeLinks.To(status),
    };

    /// <summary>Where a mesh came from.</summary>
    internal sealed record Reused(
        [property: Description("The job that made it; null: another user's.")] string? Job,
        [property: Description("When its shape stage ended.")] DateTimeOffset Made);
}
