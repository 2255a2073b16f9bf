using System.Diagnostics;
using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Diagnostics;

/// <summary>
/// One trace follows a job. The job keeps the W3C trace context of the call that submitted it, and everything that becomes of it later, on whichever silo and after however many restarts, is a
/// child of that call: <c>queue</c> (until the first start), <c>stage shape</c>, <c>stage texture</c> (each attempt) and <c>job</c> (all of it).
/// </summary>
public static class JobTraces
{
    /// <summary>The name of the source, for those who listen.</summary>
    public const string SourceName = "Hunyuan3D";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The trace context of the current call; null: nobody traces it.</summary>
    internal static string? Current => Activity.Current is { Recorded: true } activity ? activity.Id : null;

    /// <summary>The first stage starts.</summary>
    internal static void Waited(GenerationState state)
    {
        if (state.Started is { } started && started == state.StageStarted) Past("queue", state, started)?.Dispose();
    }

    internal static void Ended(GenerationState state)
    {
        using var job = state.Ended is { } ended ? Past("job", state, ended) : null;
        job?.SetTag("hunyuan3d.job.status", GenerationMetrics.Lower(state.Status));
        if (state.Failure is { } failure) job?.SetStatus(ActivityStatusCode.Error, failure.Message);
    }

    /// <summary>An attempt of a stage, from now until it is disposed.</summary>
    internal static Activity? StartStage(StageWork work)
    {
        var stage = GenerationMetrics.Lower(work.Lease.Stage);
        var activity = Start($"stage {stage}", work.Trace, default, work.Lease.JobId);
        activity?.SetTag("hunyuan3d.stage", stage);
        activity?.SetTag("hunyuan3d.engine", work.Request.Options.Engine);
        activity?.SetTag("hunyuan3d.lease.id", work.Lease.Id);
        activity?.SetTag("hunyuan3d.silo", work.Lease.Silo);
        activity?.SetTag("hunyuan3d.resumed", work.Checkpoint is not null);
        return activity;
    }

    internal static void End(Activity? stage, StageOutcome? outcome)
    {
        if (outcome?.Failure is { } failure) stage?.SetStatus(ActivityStatusCode.Error, failure.Message);
        stage?.SetTag("hunyuan3d.stage.outcome", outcome switch { null => "void", { Failure: not null } => "failed", { IsHandedBack: true } => "handed-back", _ => "completed" });
    }

    private static Activity? Past(string name, GenerationState state, DateTimeOffset end)
    {
        var activity = Start(name, state.Trace, state.Submitted, state.JobId);
        activity?.SetEndTime(end.UtcDateTime);
        return activity;
    }

    private static Activity? Start(string name, string? trace, DateTimeOffset start, string job)
        => ActivityContext.TryParse(trace, traceState: null, isRemote: true, out var parent)
            ? Source.StartActivity(name, ActivityKind.Internal, parent, [new("hunyuan3d.job.id", job)], startTime: start)
            : null;
}
