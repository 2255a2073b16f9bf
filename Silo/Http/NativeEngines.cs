using System.ComponentModel;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Hosting.Http;

/// <summary>What the cluster can run.</summary>
internal sealed record NativeEngines
{
    [Description("False: no silo has reported yet, so the list says nothing.")]
    public required bool Known { get; init; }

    public required IReadOnlyList<Engine> Engines { get; init; }

    public static NativeEngines From(ClusterOffers offers) => new()
    {
        Known = offers.Known,
        Engines =
        [
            .. from offer in offers.Offers
               group offer by offer.Engine into engine
               orderby engine.Key
               select new Engine(
                   engine.Key,
                   engine.Any(offer => offer.Stage == GenerationStage.Shape),
                   engine.Any(offer => offer.Stage == GenerationStage.Texture),
                   Names(engine, GenerationStage.Shape),
                   Names(engine, GenerationStage.Texture)),
        ],
    };

    private static string[] Names(IEnumerable<EngineOffer> offers, GenerationStage stage) =>
        [.. offers.Where(offer => offer.Stage == stage && !offer.Models.IsDefaultOrEmpty).SelectMany(offer => offer.Models).Select(model => model.Name).Distinct()];

    /// <summary>An engine.</summary>
    internal sealed record Engine(
        string Name,
        [property: Description("Whether it makes shapes.")] bool Shape,
        [property: Description("Whether it makes textures.")] bool Texture,
        [property: Description("Installed shape models, the default first; empty for engines without models.")] IReadOnlyList<string> Models,
        [property: Description("Installed texture models, the default first; empty for engines without models.")] IReadOnlyList<string> TextureModels);
}
