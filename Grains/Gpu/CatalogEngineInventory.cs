using System.Collections.Immutable;
using System.Reflection;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Imaging.Matting;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>
/// Offers every registered engine; one that runs imported models (<see cref="IModelEngine"/>) with those that are installed, and not at all while there are none. The revision of an engine is the
/// version of the inference code and, since it decides the result of the same pictures, the way that they are cut out.
/// </summary>
internal sealed class CatalogEngineInventory(EngineCatalog catalog, BackgroundRemover background) : IEngineInventory
{
    private static readonly string CodeRevision =
        typeof(EngineCatalog).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public ImmutableArray<EngineOffer> Offers
    {
        get
        {
            var revision = background.Identity is { Length: > 0 } matting ? $"{CodeRevision}, {matting}" : CodeRevision;
            return
            [
                .. catalog.ShapeEngines.Select(name => OfferOf(name, GenerationStage.Shape, catalog.FindShape(name), revision)).OfType<EngineOffer>(),
                .. catalog.TextureEngines.Select(name => OfferOf(name, GenerationStage.Texture, catalog.FindTexture(name), revision)).OfType<EngineOffer>(),
            ];
        }
    }

    public ImmutableArray<string> WarmModels =>
    [
        .. catalog.ShapeEngines.SelectMany(name => WarmOf(name, catalog.FindShape(name))),
        .. catalog.TextureEngines.SelectMany(name => WarmOf(name, catalog.FindTexture(name))),
    ];

    private static EngineOffer? OfferOf(string name, GenerationStage stage, object? engine, string revision)
    {
        var offer = new EngineOffer(name, stage) { Revision = revision };
        if (engine is not IModelEngine { Models: var models })
            return offer;
        return models.Count == 0 ? null : offer with { Models = [.. models.Select(model => new ModelOffer(model.Name, model.Revision, model.MemoryBytes))] };
    }

    private static IEnumerable<string> WarmOf(string name, object? engine) =>
        engine is IModelEngine modelEngine ? modelEngine.Models.Where(model => model.IsWarm).Select(model => $"{name}/{model.Name}") : [];
}
