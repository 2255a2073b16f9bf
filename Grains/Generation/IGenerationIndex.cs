using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Generation;

/// <summary>
/// Finds jobs: by user and by status for lists, and all that are not final for recovery. A hint that may lag or name jobs that do not exist; the
/// job's grain is the truth. Every operation may be repeated.
/// </summary>
public interface IGenerationIndex
{
    /// <summary>Lists a job as active.</summary>
    Task AddAsync(GenerationIndexEntry entry);

    /// <summary>Moves a job from the active ones to those of its final status.</summary>
    Task EndAsync(GenerationIndexEntry entry, GenerationStatusCode status);

    /// <summary>Removes an id that turned out to name no job from the active ones.</summary>
    Task RemoveAsync(string id);

    /// <summary>Ids, newest first.</summary>
    /// <param name="user">Null: every user's.</param>
    /// <param name="status">Null: any; a status that is not final: all active jobs.</param>
    Task<IReadOnlyList<string>> ListAsync(string? user, GenerationStatusCode? status, int skip, int take);

    /// <summary>All active jobs, oldest first, in pages.</summary>
    IAsyncEnumerable<IReadOnlyList<string>> ActiveAsync(CancellationToken cancellationToken);
}
