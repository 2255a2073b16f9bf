using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>What this silo can run and has loaded. Asked with every report, so it has to be cheap; answers may change at any time.</summary>
public interface IEngineInventory
{
    /// <summary>The engines that can run here now, one offer for each engine and stage. An engine whose weights are missing is not offered.</summary>
    ImmutableArray<EngineOffer> Offers { get; }

    /// <summary>Models in device memory, as <c>{engine}/{model}</c>.</summary>
    ImmutableArray<string> WarmModels { get; }
}
