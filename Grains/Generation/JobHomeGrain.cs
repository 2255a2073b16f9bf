using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Placement;
using Orleans.Concurrency;

namespace Hunyuan3D.Grains.Generation;

/// <summary>Passes calls on to jobs of its own silo, any number at a time.</summary>
[HomePlacement]
[Reentrant]
internal sealed class JobHomeGrain : Grain, IJobHomeGrain
{
    public Task<bool> EndStage(string jobId, Guid leaseId, StageOutcome outcome) => GrainFactory.GetGrain<IGenerationRunGrain>(jobId).EndStage(leaseId, outcome);
}
