using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Placement;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>The door of this silo's <see cref="GpuWorker"/> for shape stages. Holds nothing, so it may be collected while its work runs.</summary>
[GpuPlacement(GenerationStage.Shape)]
internal sealed class ShapeGrain(GpuWorker worker) : Grain, IShapeGrain
{
    public Task<StageStart> Start(StageWork work) => Task.FromResult(worker.Start(work));

    public Task Stop(Guid leaseId)
    {
        worker.Stop(leaseId);
        return Task.CompletedTask;
    }
}
