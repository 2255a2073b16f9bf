using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Autoscaling;

/// <summary>What the grain storage keeps for the autoscaler.</summary>
[GenerateSerializer, Alias("h3d.AutoscalerRecord")]
internal sealed class AutoscalerRecord
{
    [Id(0)]
    public DateTimeOffset? LastOut { get; set; }

    [Id(1)]
    public DateTimeOffset? LastIn { get; set; }

    /// <summary>What the silos could run when there were some.</summary>
    [Id(2)]
    public ImmutableArray<EngineOffer> Offers { get; set; } = [];

    /// <summary>The last decisions, newest first.</summary>
    [Id(3)]
    public ImmutableArray<ScaleEvent> Decisions { get; set; } = [];
}
