using System.Collections.Immutable;

namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>Lists jobs. Any key will do.</summary>
[Alias("h3d.IGenerationDirectoryGrain")]
public interface IGenerationDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>Ids of jobs, newest first. A hint: the jobs themselves say how they stand now.</summary>
    /// <param name="user">Null: every user's.</param>
    /// <param name="status">Null: any. <see cref="GenerationStatusCode.Queued"/> and <see cref="GenerationStatusCode.Running"/> both give all active jobs.</param>
    /// <param name="skip">Ids to pass over, at least 0.</param>
    /// <param name="take">1 to 1000.</param>
    [Alias("List")]
    Task<ImmutableArray<string>> List(string? user, GenerationStatusCode? status, int skip, int take);
}
