using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Autoscaling;

/// <summary>
/// Starts and stops silos. Called by the one autoscaler of the cluster, one call at a time, from the silo that hosts it; after the loss of that silo by
/// another, which has to find what was started before.
/// </summary>
public interface IScaleTarget
{
    /// <summary>What a silo that it starts will be able to run; empty: not known before one runs.</summary>
    ImmutableArray<EngineOffer> Offers { get; }

    /// <summary>All silos it started that have not gone yet.</summary>
    /// <exception cref="ScaleTargetException">It cannot be told.</exception>
    Task<ImmutableArray<ScaledInstance>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Starts silos; returns when they are on their way.</summary>
    /// <exception cref="ScaleTargetException">They are not.</exception>
    Task AddAsync(int onDemand, int spot, CancellationToken cancellationToken);

    /// <summary>Drains a silo; returns when it is on its way out.</summary>
    /// <exception cref="ScaleTargetException">It is not.</exception>
    Task RemoveAsync(ScaledInstance instance, CancellationToken cancellationToken);
}
