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

    /// <summary>
    /// The same request with the models named that it leaves to the cluster: the default ones among what is offered now. So a job keeps its models, whichever silo runs it next and whatever is
    /// installed meanwhile.
    /// </summary>
    public static GenerationRequest NameModels(GenerationRequest request, ClusterOffers offers)
    {
        var options = request.Options;
        foreach (var demand in Of(request).ToArray())
        {
            if (demand.Model is not null || offers.Find(demand)?.FindModel(null) is not { } model) continue;
            options = demand.Stage == GenerationStage.Shape ? options with { Model = model.Name } : options with { TextureModel = model.Name };
        }

        return ReferenceEquals(options, request.Options) ? request : request with { Options = options };
    }
}
