using Hunyuan3D.Grains.Interfaces.Artifacts;
using Orleans.Concurrency;

namespace Hunyuan3D.Grains.Artifacts;

/// <summary>Reads pieces of stored files for clients without the volume.</summary>
[StatelessWorker]
internal sealed class ArtifactDownloadGrain(IArtifactStore store) : Grain, IArtifactDownloadGrain
{
    public async Task<byte[]?> Read(ArtifactRef artifact, long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, ArtifactChunk.MaxBytes);
        await using var stream = store.TryOpen(artifact);
        if (stream is null) return null;
        stream.Position = Math.Min(offset, stream.Length);
        var piece = new byte[(int)Math.Min(count, stream.Length - stream.Position)];
        await stream.ReadExactlyAsync(piece);
        return piece;
    }

    public Task<bool> Exists(ArtifactRef artifact) => Task.FromResult(store.Exists(artifact));
}
