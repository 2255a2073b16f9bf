using System.Collections.Immutable;

namespace Hunyuan3D.Grains.Interfaces.Gpu;

/// <summary>The queue's answer to a silo's report.</summary>
/// <param name="Revoked">Leases that are no longer the silo's: it stops their work.</param>
[GenerateSerializer, Immutable, Alias("h3d.GpuReportReply")]
public sealed record GpuReportReply([property: Id(0)] ImmutableArray<Guid> Revoked);
