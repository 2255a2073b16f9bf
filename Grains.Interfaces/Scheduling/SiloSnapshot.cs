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
