using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>
/// The door to the jobs that live on one silo; the key is that silo's parsable address. Whoever knows where a job lived a moment ago reaches it without asking the
/// directory; where it has moved meanwhile, the door finds it.
/// </summary>
[Alias("h3d.IJobHomeGrain")]
public interface IJobHomeGrain : IGrainWithStringKey
{
    /// <inheritdoc cref="IGenerationRunGrain.EndStage"/>
    [Alias("EndStage")]
    Task<bool> EndStage(string jobId, Guid leaseId, StageOutcome outcome);
}
