using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Generation;
using Orleans.Concurrency;

namespace Hunyuan3D.Grains.Generation;

/// <summary>Reads the index for callers outside the silos.</summary>
[StatelessWorker]
internal sealed class GenerationDirectoryGrain(IGenerationIndex index) : Grain, IGenerationDirectoryGrain
{
    private const int MostIds = 1000;

    public async Task<ImmutableArray<string>> List(string? user, GenerationStatusCode? status, int skip, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, MostIds);
        return [.. await index.ListAsync(user, status, skip, take)];
    }
}
