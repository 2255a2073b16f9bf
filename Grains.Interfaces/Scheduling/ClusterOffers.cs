using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Interfaces.Scheduling;

/// <summary>What the silos of the cluster can run together.</summary>
/// <param name="Known">False: no silo has reported yet, so nothing can be said.</param>
[GenerateSerializer, Immutable, Alias("h3d.ClusterOffers")]
public sealed record ClusterOffers([property: Id(0)] bool Known, [property: Id(1)] ImmutableArray<EngineOffer> Offers)
{
    /// <summary>Installed models that no silo's device can hold.</summary>
    [Id(2)]
    public ImmutableArray<ModelShortfall> Shortfalls { get; init; } = [];

    /// <summary>What the silos run that report now and, of a stage and engine that none of them runs, what the last one did that ran it: a part of <see cref="Offers"/>.</summary>
    [Id(3)]
    public ImmutableArray<EngineOffer> InForce { get; init; } = [];

    public static ClusterOffers Unknown { get; } = new(false, []);

    /// <summary>Why no silo can hold the demand's model; null: one can, or its size is not known.</summary>
    public ModelShortfall? FindShortfall(StageDemand demand)
    {
        if (Shortfalls.IsDefaultOrEmpty || Find(demand)?.FindModel(demand.Model) is not { } model) return null;
        foreach (var shortfall in Shortfalls)
        {
            if (shortfall.Stage == demand.Stage && shortfall.Engine == demand.Engine && shortfall.Model == model.Name) return shortfall;
        }

        return null;
    }

    /// <summary>An offer that serves the demand, or null.</summary>
    public EngineOffer? Find(StageDemand demand)
    {
        foreach (var offer in Offers)
        {
            if (offer.Stage == demand.Stage && string.Equals(offer.Engine, demand.Engine, StringComparison.Ordinal) && offer.Serves(demand.Model))
                return offer;
        }

        return null;
    }
}
