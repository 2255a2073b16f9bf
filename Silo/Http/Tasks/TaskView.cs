using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Hosting.Http.Tasks;

/// <summary>The answer to <c>GET /generate/3d/{task_id}</c>. What is not known is null.</summary>
internal sealed record TaskView
{
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    [Description("queued, running, completed, failed or cancelled.")]
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    [JsonPropertyName("user_id")]
    public required string UserId { get; init; }

    [Description("1 = next; only while the task waits.")]
    [JsonPropertyName("queue_position")]
    public int? QueuePosition { get; init; }

    [Description("While the task waits: the estimated seconds until its next stage starts.")]
    [JsonPropertyName("estimated_wait_seconds")]
    public double? EstimatedWaitSeconds { get; init; }

    [Description("Share of the whole task, 0 to 1; only while it runs.")]
    [JsonPropertyName("progress")]
    public double? Progress { get; init; }

    [Description("Only of a completed task.")]
    [JsonPropertyName("result")]
    public TaskResult? Result { get; init; }

    [Description("Only of a failed task.")]
    [JsonPropertyName("error")]
    public TaskError? Error { get; init; }

    public static TaskView From(GenerationStatus status) => new()
    {
        TaskId = status.Id,
        Status = JsonNamingPolicy.CamelCase.ConvertName(status.Status.ToString()),
        UserId = status.Request.User,
        QueuePosition = status.QueuePosition,
        EstimatedWaitSeconds = status.EstimatedWait is { } wait ? Math.Round(wait.TotalSeconds, 1) : null,
        Progress = status.IsFinal ? null : status.Progress?.Fraction,
        Result = status.Result is { } result ? TaskResult.From(status.Id, result) : null,
        Error = status is { Status: GenerationStatusCode.Failed, Failure: { } failure } ? new TaskError(JsonNamingPolicy.CamelCase.ConvertName(failure.Code.ToString()), failure.Message) : null,
    };
}
