using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Interfaces.Caching;

/// <summary>
/// The result of one equal request, and the jobs that wait for it. The key is the hash of all that decides the result.
/// One job runs; equal jobs that arrive meanwhile join it.
/// </summary>
[Alias("h3d.IResultCacheGrain")]
public interface IResultCacheGrain : IGrainWithStringKey
{
    /// <summary>Asks for the result on behalf of a job. Asking again is harmless. The job that runs becomes as urgent as the most urgent that waits for it.</summary>
    [Alias("Acquire")]
    Task<CacheAnswer> Acquire(string jobId, JobUrgency urgency);

    /// <summary>The job that ran completed: keeps its result and gives it to the jobs that joined.</summary>
    [Alias("Publish")]
    Task Publish(string jobId, GenerationResult result);

    /// <summary>The job ended without a result. If it was the one that ran, the first that joined runs instead.</summary>
    [Alias("Abandon")]
    Task Abandon(string jobId);
}
