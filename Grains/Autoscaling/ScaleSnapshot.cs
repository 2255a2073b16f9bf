using System.Collections.Immutable;

namespace Hunyuan3D.Grains.Autoscaling;

/// <summary>All that <see cref="ScalePolicy"/> decides on.</summary>
/// <param name="Waiting">Stages that wait for a slot, without those that are held for off-peak.</param>
/// <param name="Silos">What the target started, those on their way in and out included.</param>
/// <param name="LastOut">When silos were last added; null: never.</param>
/// <param name="LastIn">When a silo was last taken away; null: never.</param>
/// <param name="GpuLoad">Share of the devices' time that was used lately, 0 to 1.</param>
/// <param name="CpuLoad">Share of the processors of the same silos, 0 to 1.</param>
internal sealed record ScaleSnapshot(
    DateTimeOffset Now,
    int Waiting,
    ImmutableArray<ScaledSilo> Silos,
    DateTimeOffset? LastOut = null,
    DateTimeOffset? LastIn = null,
    double GpuLoad = 0,
    double CpuLoad = 0);
