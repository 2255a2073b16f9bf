using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Interfaces.Gpu;

/// <summary>A place on a device where one stage at a time runs.</summary>
/// <param name="Slot">From 0.</param>
/// <param name="Device">For example <c>cuda:0</c> or <c>cpu</c>.</param>
/// <param name="Stages">The stages it takes.</param>
/// <param name="Busy">True: a stage runs on it.</param>
[GenerateSerializer, Immutable, Alias("h3d.GpuSlotReport")]
public sealed record GpuSlotReport(
    [property: Id(0)] int Slot,
    [property: Id(1)] string Device,
    [property: Id(2)] ImmutableArray<GenerationStage> Stages,
    [property: Id(3)] bool Busy);
