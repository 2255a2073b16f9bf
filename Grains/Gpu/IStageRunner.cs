using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>Runs one leased stage from stored inputs to stored outputs.</summary>
internal interface IStageRunner
{
    /// <exception cref="StageInputException">The caller's pictures or options cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    Task<StageOutcome> RunAsync(StageWork work, StageContext context, CancellationToken cancellationToken);
}
