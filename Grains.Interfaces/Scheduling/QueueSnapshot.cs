using System.Collections.Immutable;

namespace Hunyuan3D.Grains.Interfaces.Scheduling;

/// <summary>The queue in numbers.</summary>
[GenerateSerializer, Immutable, Alias("h3d.QueueSnapshot")]
public sealed record QueueSnapshot
{
    [Id(0)]
    public required Guid Epoch { get; init; }

    /// <summary>Waiting tickets.</summary>
    [Id(1)]
    public required int Waiting { get; init; }

    /// <summary>Those of them that are held for off-peak now.</summary>
    [Id(20)]
    public int Held { get; init; }

    [Id(2)]
    public required ImmutableArray<SiloSnapshot> Silos { get; init; }
}
