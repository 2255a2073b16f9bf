using System.Globalization;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Hosting.Cli;

/// <summary>Says in a few words what a job is doing.</summary>
internal static class ProgressText
{
    /// <summary>Null: nothing that is worth a change of what is shown.</summary>
    public static string? Of(GenerationStatus status) => status switch
    {
        { Status: GenerationStatusCode.Queued, Failure: { } failure } => $"waiting for another attempt ({failure.Message})",
        { Status: GenerationStatusCode.Queued, WaitingFor: WaitReason.EqualJob } => "waiting for the result of an equal job",
        { Status: GenerationStatusCode.Queued, WaitingFor: WaitReason.EqualShape } => "waiting for the mesh of a job with the same shape",
        { Status: GenerationStatusCode.Queued, WaitingFor: WaitReason.OffPeak } => status.WaitDetail,
        { Status: GenerationStatusCode.Queued, QueuePosition: { } position } => $"queued, place {position}{Starts(status)}{Because(status)}",
        { Status: GenerationStatusCode.Running, Progress: { } progress } => $"{progress.Stage.ToString().ToLowerInvariant()}: {progress.Step}",
        { Status: GenerationStatusCode.Running } => null,
        _ => status.Status.ToString().ToLowerInvariant(),
    };

    /// <summary>Rounded, so that the text changes only when the wait does noticeably.</summary>
    private static string Starts(GenerationStatus status) => status.EstimatedWait switch
    {
        null => "",
        { TotalSeconds: < 10 } => ", starts in a few seconds",
        { TotalSeconds: < 90 } wait => string.Create(CultureInfo.InvariantCulture, $", starts in about {Math.Ceiling(wait.TotalSeconds / 10) * 10:F0} s"),
        { TotalMinutes: < 90 } wait => string.Create(CultureInfo.InvariantCulture, $", starts in about {Math.Ceiling(wait.TotalMinutes):F0} min"),
        { } wait => string.Create(CultureInfo.InvariantCulture, $", starts in about {Math.Ceiling(wait.TotalHours):F0} h"),
    };

    private static string Because(GenerationStatus status) => status.WaitDetail is { } detail ? $" ({detail})" : "";

    /// <summary>0 to 1.</summary>
    public static double Fraction(GenerationStatus status) =>
        status.Status == GenerationStatusCode.Completed ? 1 : status.Progress?.Fraction ?? 0;
}
