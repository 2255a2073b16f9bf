using System.Collections.Immutable;

namespace Hunyuan3D.Grains.Interfaces.Gpu;

/// <summary>What a silo with accelerators tells the queue, about once a second and whenever a slot gets free.</summary>
[GenerateSerializer, Immutable, Alias("h3d.GpuSiloReport")]
public sealed record GpuSiloReport
{
    /// <summary>Parsable address.</summary>
    [Id(0)]
    public required string Silo { get; init; }

    /// <summary>Grows with every report of this silo; an older report that arrives late is ignored.</summary>
    [Id(1)]
    public required long Sequence { get; init; }

    /// <summary>True: give it no more leases.</summary>
    [Id(2)]
    public bool Draining { get; init; }

    /// <summary>True: the machine may be taken away at short notice.</summary>
    [Id(3)]
    public bool Spot { get; init; }

    /// <summary>Share of the work it should get relative to others, above 0.</summary>
    [Id(4)]
    public double Weight { get; init; } = 1;

    [Id(5)]
    public ImmutableArray<GpuSlotReport> Slots { get; init; } = [];

    [Id(6)]
    public ImmutableArray<EngineOffer> Offers { get; init; } = [];

    /// <summary>Leases whose work runs, or whose outcome the job has not yet taken.</summary>
    [Id(7)]
    public ImmutableArray<HeldLease> Held { get; init; } = [];

    /// <summary>Leases that ended since the last report the queue acknowledged.</summary>
    [Id(8)]
    public ImmutableArray<EndedLease> Ended { get; init; } = [];

    /// <summary>Models in device memory, as <c>{engine}/{model}</c> (engine alone where it has no models).</summary>
    [Id(9)]
    public ImmutableArray<string> WarmModels { get; init; } = [];

    /// <summary>Free memory of the smallest device in bytes; 0: not known.</summary>
    [Id(10)]
    public long FreeMemoryBytes { get; init; }

    /// <summary>Memory of that device in bytes; 0: not known.</summary>
    [Id(11)]
    public long TotalMemoryBytes { get; init; }

    /// <summary>Why the silo should get no work now, for example that its GPU is too hot; null: it is well.</summary>
    [Id(12)]
    public string? Problem { get; init; }

    /// <summary>Share of the slots' time that was used lately, 0 to 1.</summary>
    [Id(20)]
    public double GpuLoad { get; init; }

    /// <summary>Share of the processors that the silo's process used lately, 0 to 1.</summary>
    [Id(21)]
    public double CpuLoad { get; init; }
}
