using System.Collections.Immutable;

namespace Hunyuan3D.Grains.Interfaces.Scheduling;

/// <summary>A silo with accelerators in numbers.</summary>
/// <param name="Silo">Parsable address.</param>
/// <param name="Slots">Places where stages run.</param>
/// <param name="Busy">Slots that are leased or still running.</param>
/// <param name="Granted">Leases granted to it by this incarnation of the queue.</param>
[GenerateSerializer, Immutable, Alias("h3d.SiloSnapshot")]
public sealed record SiloSnapshot(
    [property: Id(0)] string Silo,
    [property: Id(1)] int Slots,
    [property: Id(2)] int Busy,
    [property: Id(3)] bool Draining,
    [property: Id(4)] long Granted)
{
    [Id(6)]
    public double Weight { get; init; } = 1;

    /// <summary>Free device memory in bytes; 0: not known.</summary>
    [Id(7)]
    public long FreeMemoryBytes { get; init; }

    /// <summary>Device memory in bytes; 0: not known.</summary>
    [Id(8)]
    public long TotalMemoryBytes { get; init; }

    /// <summary>Why it was taken out of service; null: it is in service.</summary>
    [Id(9)]
    public string? OutReason { get; init; }

    /// <summary>When one job will try a silo that is out; null: it is in service, is being tried, or says itself that it is not well.</summary>
    [Id(10)]
    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>Models in device memory, as <c>{engine}/{model}</c>.</summary>
    [Id(11)]
    public ImmutableArray<string> WarmModels { get; init; } = [];

    /// <summary>True: it may be taken away at short notice.</summary>
    [Id(20)]
    public bool Spot { get; init; }

    /// <summary>Share of its slots' time that was used lately, 0 to 1.</summary>
    [Id(21)]
    public double GpuLoad { get; init; }

    /// <summary>Share of its processors that its process used lately, 0 to 1.</summary>
    [Id(22)]
    public double CpuLoad { get; init; }
}
