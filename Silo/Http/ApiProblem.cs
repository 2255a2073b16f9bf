using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hunyuan3D.Hosting.Http;

/// <summary>Every error, as RFC 9457 <c>application/problem+json</c>. Members that do not apply are left out.</summary>
internal sealed record ApiProblem
{
    public required int Status { get; init; }

    [Description("The kind of error, the same for every error of this kind.")]
    public required string Title { get; init; }

    [Description("What is wrong with this request, and what to do.")]
    public required string Detail { get; init; }

    [Description("The field at fault, where one is.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Field { get; init; }

    [Description("What would have been accepted.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expected { get; init; }

    [Description("What was given.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Actual { get; init; }

    [Description("The failure code of the cluster, where it refused; of keys: unauthorized, forbidden, rateLimited or quotaExceeded.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    [Description("With 429: how full the queue is.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public QueueFigures? Queue { get; init; }

    [Description("All faults, where there is more than one.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FieldProblem>? Errors { get; init; }

    /// <summary>How full the queue is.</summary>
    /// <param name="UserWaiting">Waiting jobs of the user.</param>
    /// <param name="UserLimit">The most that may wait of one user.</param>
    /// <param name="Waiting">Waiting jobs of all users.</param>
    /// <param name="Limit">The most that may wait in all.</param>
    /// <param name="EstimatedWaitSeconds">How long a job submitted now would wait; null: not known.</param>
    internal sealed record QueueFigures(int UserWaiting, int UserLimit, int Waiting, int Limit, double? EstimatedWaitSeconds);

    /// <summary>One fault of several.</summary>
    internal sealed record FieldProblem(string Field, string Detail, string? Expected, string? Actual);
}
