using System.Runtime.CompilerServices;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Generation;

/// <summary>An index that lives and dies with the process. One instance may serve several silos of one process.</summary>
public sealed class InMemoryGenerationIndex : IGenerationIndex
{
    private const int PageSize = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (GenerationIndexEntry Entry, GenerationStatusCode? Final)> _jobs = new(StringComparer.Ordinal);

    public Task AddAsync(GenerationIndexEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_gate) _jobs.TryAdd(entry.Id, (entry, null));
        return Task.CompletedTask;
    }

    public Task EndAsync(GenerationIndexEntry entry, GenerationStatusCode status)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_gate) _jobs[entry.Id] = (entry, status);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string id)
    {
        lock (_gate) _jobs.Remove(id);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> ListAsync(string? user, GenerationStatusCode? status, int skip, int take)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<string>>(
            [
                .. _jobs.Values
                    .Where(job => (user is null || job.Entry.User == user) && (status is null || job.Final == Final(status.Value)))
                    .OrderByDescending(job => job.Entry.Submitted).ThenBy(job => job.Entry.Id, StringComparer.Ordinal)
                    .Skip(skip).Take(take)
                    .Select(job => job.Entry.Id),
            ]);
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<string>> ActiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] active;
        lock (_gate) active = [.. _jobs.Values.Where(job => job.Final is null).OrderBy(job => job.Entry.Submitted).Select(job => job.Entry.Id)];
        foreach (var page in active.Chunk(PageSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return await Task.FromResult(page);
        }
    }

    private static GenerationStatusCode? Final(GenerationStatusCode status)
        => status is GenerationStatusCode.Queued or GenerationStatusCode.Running ? null : status;
}
