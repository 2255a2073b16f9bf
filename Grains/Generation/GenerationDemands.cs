using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Generation;

/// <summary>What the stages of a request need of the silos that run them.</summary>
internal static class GenerationDemands
{
    public static StageDemand Of(GenerationStage stage, GenerationOptions options)
        => new(stage, options.Engine, stage == GenerationStage.Shape ? options.Model : options.TextureModel);

    /// <summary>Of all stages, in order.</summary>
    public static IEnumerable<StageDemand> Of(GenerationRequest request)
    {
        if (request.Mesh is null) yield return Of(GenerationStage.Shape, request.Options);
        if (request.Options.Texture) yield return Of(GenerationStage.Texture, request.Options);
    }
}
