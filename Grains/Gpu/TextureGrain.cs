using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Placement;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>The door of this silo's <see cref="GpuWorker"/> for texture stages. Holds nothing, so it may be collected while its work runs.</summary>
[GpuPlacement(GenerationStage.Texture)]
internal sealed class TextureGrain(GpuWorker worker) : Grain, ITextureGrain
{
    public Task<StageStart> Start(StageWork work) => Task.FromResult(worker.Start(work));

    public Task Stop(Guid leaseId)
    {
        worker.Stop(leaseId);
        return Task.CompletedTask;
    }
}
