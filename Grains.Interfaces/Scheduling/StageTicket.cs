using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Interfaces.Scheduling;

/// <summary>A job's place in the queue. A job has at most one; sending it again is harmless.</summary>
[GenerateSerializer, Immutable, Alias("h3d.StageTicket")]
public sealed record StageTicket
{
    [Id(0)]
    public required string JobId { get; init; }

    [Id(1)]
    public required StageDemand Demand { get; init; }

    [Id(2)]
    public required string User { get; init; }

    [Id(3)]
    public required GenerationPriority Priority { get; init; }

    /// <summary>When the job was submitted: its later stages and attempts keep its place.</summary>
    [Id(4)]
    public required DateTimeOffset Submitted { get; init; }

    /// <summary>The job asked for off-peak; a cluster that runs only such jobs counts as idle.</summary>
    [Id(5)]
    public bool OffPeak { get; init; }

    /// <summary>True: waits for the off-peak hours or an idle cluster. False for an off-peak job that has begun: it goes on whatever the hour.</summary>
    [Id(6)]
    public bool Held { get; init; }

    /// <summary>The silo on which the job's last attempt failed: taken only if no other can be; null: none.</summary>
    [Id(7)]
    public string? Avoid { get; init; }

    /// <summary>The most tickets of the user among which this one is admitted, where that is below the queue's own bound; null: the queue's own.</summary>
    [Id(8)]
    public int? UserLimit { get; init; }
}
