using System.ComponentModel;
using System.Text.Json.Serialization;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Keys;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>A key as it is told; what is not bounded or did not happen is null.</summary>
internal sealed record KeyReply
{
    public required string Id { get; init; }

    [Description("The key itself, only in the answer to its creation: it is kept nowhere.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    public required string User { get; init; }

    public required KeyRole Role { get; init; }

    [Description("Requests a minute at each gateway.")]
    public int? RequestsPerMinute { get; init; }

    [Description("Jobs on one day of UTC.")]
    public int? JobsPerDay { get; init; }

    [Description("Waiting jobs of the user, above which no other is taken.")]
    public int? MaxWaiting { get; init; }

    [Description("The highest priority of its jobs.")]
    public GenerationPriority? MaxPriority { get; init; }

    public required DateTimeOffset Created { get; init; }

    [Description("To the minute.")]
    public DateTimeOffset? LastUsed { get; init; }

    public DateTimeOffset? Revoked { get; init; }

    public static KeyReply Of(ApiKey key, DateTimeOffset? lastUsed, string? text = null) => new()
    {
        Id = key.Id,
        Key = text,
        User = key.User,
        Role = key.Role,
        RequestsPerMinute = key.Limits.RequestsPerMinute,
        JobsPerDay = key.Limits.JobsPerDay,
        MaxWaiting = key.Limits.MaxWaiting,
        MaxPriority = key.Limits.MaxPriority,
        Created = key.Created,
        LastUsed = lastUsed,
        Revoked = key.Revoked,
    };
}
