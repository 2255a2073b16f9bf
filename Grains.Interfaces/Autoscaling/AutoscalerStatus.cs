using System.Collections.Immutable;

namespace Hunyuan3D.Grains.Interfaces.Autoscaling;

/// <summary>What the autoscaler sees, did and recommends.</summary>
[GenerateSerializer, Immutable, Alias("h3d.AutoscalerStatus")]
public sealed record AutoscalerStatus
{
    /// <summary><c>off</c>, <c>dry-run</c>, <c>local</c> or <c>kubernetes</c>.</summary>
    [Id(0)]
    public required string Target { get; init; }

    [Id(1)]
    public int Min { get; init; }

    [Id(2)]
    public int Max { get; init; }

    [Id(3)]
    public ImmutableArray<ScaledSiloStatus> Silos { get; init; } = [];

    /// <summary>Newest first, at most 50.</summary>
    [Id(4)]
    public ImmutableArray<ScaleEvent> Decisions { get; init; } = [];

    /// <summary>Why nothing is done now, or what was done last.</summary>
    [Id(5)]
    public string Reason { get; init; } = "";

    /// <summary>What more silos will not mend; null: nothing.</summary>
    [Id(6)]
    public string? Recommendation { get; init; }

    /// <summary>What keeps the autoscaler from its work; null: nothing.</summary>
    [Id(7)]
    public string? Problem { get; init; }
}
