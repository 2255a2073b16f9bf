using System.Collections.Immutable;
using System.Reflection;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>
/// Offers every registered engine; one that runs imported models (<see cref="IModelEngine"/>) with those that are installed, and not at all while there are none. The revision of an engine is the
/// version of the inference code.
/// </summary>
internal sealed class CatalogEngineInventory(EngineCatalog catalog) : IEngineInventory
{
    private static readonly string Revision =
        typeof(EngineCatalog).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public ImmutableArray<EngineOffer> Offers =>
    [
        .. catalog.ShapeEngines.Select(name => OfferOf(name, GenerationStage.Shape, catalog.FindShape(name))).OfType<EngineOffer>(),
        .. catalog.TextureEngines.Select(name => OfferOf(name, GenerationStage.Texture, catalog.FindTexture(name))).OfType<EngineOffer>(),
    ];

    public ImmutableArray<string> WarmModels =>
    [
        .. catalog.ShapeEngines.SelectMany(name => WarmOf(name, catalog.FindShape(name))),
        .. catalog.TextureEngines.SelectMany(name => WarmOf(name, catalog.FindTexture(name))),
    ];

    private static EngineOffer? OfferOf(string name, GenerationStage stage, object? engine)
    {
        var offer = new EngineOffer(name, stage) { Revision = Revision };
        if (engine is not IModelEngine { Models: var models })
            return offer;
        return models.Count == 0 ? null : offer with { Models = [.. models.Select(model => new ModelOffer(model.Name, model.Revision, model.MemoryBytes))] };
    }

    private static IEnumerable<string> WarmOf(string name, object? engine) =>
        engine is IModelEngine modelEngine ? modelEngine.Models.Where(model => model.IsWarm).Select(model => $"{name}/{model.Name}") : [];
}
