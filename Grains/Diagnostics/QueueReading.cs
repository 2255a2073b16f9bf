using System.Collections.Immutable;

namespace Hunyuan3D.Grains.Diagnostics;

/// <summary>The queue in numbers, at one moment.</summary>
/// <param name="Waiting">Tickets by priority, held ones included.</param>
/// <param name="Held">Tickets that wait for off-peak.</param>
/// <param name="Leases">Leases in force.</param>
/// <param name="OnDemand">Silos with devices that reported lately and are not spot.</param>
/// <param name="Spot">Those that are.</param>
internal sealed record QueueReading(ImmutableArray<int> Waiting, int Held, int Leases, SiloCounts OnDemand, SiloCounts Spot);
