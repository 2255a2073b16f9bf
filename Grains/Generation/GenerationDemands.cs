using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Generation;

/// <summary>What the stages of a request need of the silos that run them.</summary>
internal static class GenerationDemands
{
    /// <summary>The request's model names the shape variant; the texture stage runs its engine's default.</summary>
    public static StageDemand Of(GenerationStage stage, GenerationOptions options)
        => new(stage, options.Engine, stage == GenerationStage.Shape ? options.Model : null);

    /// <summary>Of all stages, in order.</summary>
    public static IEnumerable<StageDemand> Of(GenerationOptions options)
    {
        yield return Of(GenerationStage.Shape, options);
        if (options.Texture) yield return Of(GenerationStage.Texture, options);
    }
}
