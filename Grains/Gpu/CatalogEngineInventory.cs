using System.Collections.Immutable;
using System.Reflection;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>Offers every registered engine, for engines that need no weights. Their revision is the version of the inference code.</summary>
internal sealed class CatalogEngineInventory(EngineCatalog catalog) : IEngineInventory
{
    private static readonly string Revision =
        typeof(EngineCatalog).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public ImmutableArray<EngineOffer> Offers { get; } =
    [
        .. catalog.ShapeEngines.Select(engine => new EngineOffer(engine, GenerationStage.Shape) { Revision = Revision }),
        .. catalog.TextureEngines.Select(engine => new EngineOffer(engine, GenerationStage.Texture) { Revision = Revision }),
    ];

    public ImmutableArray<string> WarmModels => [];
}
