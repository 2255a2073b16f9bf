using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Autoscaling;

/// <summary>Shows what would be done to the silos that others started, and does nothing.</summary>
internal sealed class DryRunScaleTarget(IGrainFactory grains, TimeProvider time) : IScaleTarget
{
    private readonly Dictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);

    public ImmutableArray<EngineOffer> Offers => [];

    public async Task<ImmutableArray<ScaledInstance>> ListAsync(CancellationToken cancellationToken)
    {
        var snapshot = await grains.GetGrain<IGenerationQueueGrain>(IGenerationQueueGrain.Key).GetSnapshot();
        var now = time.GetUtcNow();
        foreach (var silo in snapshot.Silos) _seen.TryAdd(silo.Silo, now);
        return [.. snapshot.Silos.Select(silo => new ScaledInstance(silo.Silo, SiloAddress.FromParsableString(silo.Silo).Endpoint.ToString(), silo.Spot, silo.Draining, _seen[silo.Silo]))];
    }

    public Task AddAsync(int onDemand, int spot, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RemoveAsync(ScaledInstance instance, CancellationToken cancellationToken) => Task.CompletedTask;
}
