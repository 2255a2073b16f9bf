using System.Collections.Concurrent;
using System.Collections.Immutable;
using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Tests.Grains.Autoscaling;

/// <summary>A target whose instances are what the test says. One serves all silos of a test cluster, as an orchestrator does.</summary>
internal sealed class FakeScaleTarget : IScaleTarget
{
    public ConcurrentDictionary<string, ScaledInstance> Instances { get; } = new();

    public ConcurrentQueue<(int OnDemand, int Spot)> Added { get; } = new();

    public ConcurrentQueue<string> Removed { get; } = new();

    /// <summary>Thrown by the next calls; null: they work.</summary>
    public Exception? Problem { get; set; }

    public ImmutableArray<EngineOffer> Offers { get; set; } = [new("simulated", GenerationStage.Shape), new("simulated", GenerationStage.Texture)];

    public Task<ImmutableArray<ScaledInstance>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(Instances.Values.ToImmutableArray());

    public Task AddAsync(int onDemand, int spot, CancellationToken cancellationToken)
    {
        if (Problem is { } problem) throw problem;
        Added.Enqueue((onDemand, spot));
        return Task.CompletedTask;
    }

    public Task RemoveAsync(ScaledInstance instance, CancellationToken cancellationToken)
    {
        if (Problem is { } problem) throw problem;
        Removed.Enqueue(instance.Id);
        Instances.TryRemove(instance.Id, out _);
        return Task.CompletedTask;
    }
}
