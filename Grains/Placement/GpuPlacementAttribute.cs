using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Placement;

/// <summary>
/// Puts a grain on the silo of the slot its key names (<see cref="Interfaces.Gpu.GpuSlotKey"/>), and never on a silo that announces no accelerator
/// for the stage: <see cref="GpuPlacementFilterDirector"/> is the hard filter, <see cref="GpuPlacementDirector"/> the choice.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class GpuPlacementAttribute(GenerationStage stage) : Orleans.Placement.PlacementAttribute(GpuPlacement.Instance)
{
    public override void Populate(IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties)
    {
        base.Populate(services, grainClass, grainType, properties);
        new GpuPlacementFilter(stage).PopulateGrainProperties(services, grainClass, grainType, properties);
    }
}
