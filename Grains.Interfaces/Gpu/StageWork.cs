using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Interfaces.Gpu;

/// <summary>One stage of one job, with all that a silo needs to run it.</summary>
[GenerateSerializer, Immutable, Alias("h3d.StageWork")]
public sealed record StageWork
{
    [Id(0)]
    public required GpuSlotLease Lease { get; init; }

    [Id(1)]
    public required GenerationRequest Request { get; init; }

    /// <summary>What the shape stage made; set for the texture stage, unless the mesh came with the request.</summary>
    [Id(2)]
    public ShapeProduct? Shape { get; init; }

    /// <summary>Where an earlier attempt got to; null: start at the beginning.</summary>
    [Id(3)]
    public ArtifactRef? Checkpoint { get; init; }

    /// <summary>W3C trace context of the call that submitted the job; null: nobody traces it.</summary>
    [Id(4)]
    public string? Trace { get; init; }

    /// <summary>The silo where the job lives (<see cref="IJobHomeGrain"/>), as a parsable address; null: not known.</summary>
    [Id(5)]
    public string? Home { get; init; }
}
