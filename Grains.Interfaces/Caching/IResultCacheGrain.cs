using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Interfaces.Caching;

/// <summary>
/// What is known of requests with an equal shape: the mesh, and a result for each way it was textured; and the jobs that make or wait for one of them. The key is the hash of all
/// that decides the shape. One job runs; jobs that arrive meanwhile join it, for its result where they are equal and for its mesh where only the texture differs.
/// </summary>
[Alias("h3d.IResultCacheGrain")]
public interface IResultCacheGrain : IGrainWithStringKey
{
    /// <summary>Asks for a result on behalf of a job. Asking again is harmless. The job that runs becomes as urgent as the most urgent that waits for it.</summary>
    [Alias("Acquire")]
    Task<CacheAnswer> Acquire(CacheAsk ask);

    /// <summary>The shape stage of a job ended: keeps what it made and gives it to the jobs that wait for it.</summary>
    [Alias("PublishShape")]
    Task PublishShape(string jobId, string user, ShapeProduct product);

    /// <summary>A job completed with a texture: keeps its result and gives it to the jobs that joined.</summary>
    /// <param name="texture">As it asked.</param>
    [Alias("Publish")]
    Task Publish(string jobId, string user, string texture, GenerationResult result);

    /// <summary>The job ended, or will go on, without giving anything. Where it was the one that ran, the first that joined runs instead.</summary>
    [Alias("Abandon")]
    Task Abandon(string jobId);
}
