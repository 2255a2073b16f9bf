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
}
