using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Hosting.Cli;

/// <summary>Says in a few words what a job is doing.</summary>
internal static class ProgressText
{
    /// <summary>Null: nothing that is worth a change of what is shown.</summary>
    public static string? Of(GenerationStatus status) => status switch
    {
        { Status: GenerationStatusCode.Queued, Failure: { } failure } => $"waiting for another attempt ({failure.Message})",
        { Status: GenerationStatusCode.Queued, QueuePosition: { } position } => $"queued, place {position}",
        { Status: GenerationStatusCode.Running, Progress: { } progress } => $"{progress.Stage.ToString().ToLowerInvariant()}: {progress.Step}",
        { Status: GenerationStatusCode.Running } => null,
        _ => status.Status.ToString().ToLowerInvariant(),
    };

    /// <summary>0 to 1.</summary>
    public static double Fraction(GenerationStatus status) =>
        status.Status == GenerationStatusCode.Completed ? 1 : status.Progress?.Fraction ?? 0;
}
