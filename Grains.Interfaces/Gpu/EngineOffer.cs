using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Interfaces.Gpu;

/// <summary>An engine that a silo can run for one stage.</summary>
[GenerateSerializer, Immutable, Alias("h3d.EngineOffer")]
public sealed record EngineOffer([property: Id(0)] string Engine, [property: Id(1)] GenerationStage Stage)
{
    /// <summary>The installed model variants, the default first; empty for engines without models.</summary>
    [Id(2)]
    public ImmutableArray<ModelOffer> Models { get; init; } = [];

    /// <summary>Changes whenever the engine's results do; part of the result cache's key.</summary>
    [Id(3)]
    public string Revision { get; init; } = "";

    /// <summary>Whether a request for <paramref name="model"/> (null: the default) can be served.</summary>
    public bool Serves(string? model) => Models.IsDefaultOrEmpty || model is null || FindModel(model) is not null;

    /// <summary>The installed model of that name (null: the default one), or null.</summary>
    public ModelOffer? FindModel(string? model)
    {
        if (Models.IsDefaultOrEmpty) return null;
        if (model is null) return Models[0];
        foreach (var offer in Models)
        {
            if (string.Equals(offer.Name, model, StringComparison.Ordinal)) return offer;
        }

        return null;
    }

    /// <summary>By value, the models included.</summary>
    public bool Equals(EngineOffer? other)
        => other is not null && Engine == other.Engine && Stage == other.Stage && Revision == other.Revision && Models.AsSpan().SequenceEqual(other.Models.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Engine, Stage, Revision, Models.IsDefault ? 0 : Models.Length);
}
