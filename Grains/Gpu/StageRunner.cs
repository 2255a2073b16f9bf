using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>Gives a stage's work to the runner of that stage.</summary>
internal sealed class StageRunner(ShapeStageRunner shape, TextureStageRunner texture) : IStageRunner
{
    public Task<StageOutcome> RunAsync(StageWork work, StageContext context, CancellationToken cancellationToken)
        => work.Lease.Stage == GenerationStage.Shape ? shape.RunAsync(work, context, cancellationToken) : texture.RunAsync(work, context, cancellationToken);
}
