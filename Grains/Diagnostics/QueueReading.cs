using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Diagnostics;

/// <summary>The queue in numbers, at one moment.</summary>
/// <param name="Waiting">Tickets by priority, held ones included.</param>
/// <param name="Held">Tickets that wait for off-peak.</param>
/// <param name="Leases">Leases in force.</param>
/// <param name="Silos">Silos with devices that reported lately.</param>
internal sealed record QueueReading(ImmutableArray<int> Waiting, int Held, int Leases, ImmutableArray<SiloSnapshot> Silos);
