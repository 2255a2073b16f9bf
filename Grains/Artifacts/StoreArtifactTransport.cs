using Hunyuan3D.Grains.Interfaces.Artifacts;

namespace Hunyuan3D.Grains.Artifacts;

/// <summary>The artifact store as clients inside a silo's process use it: directly.</summary>
internal sealed class StoreArtifactTransport(IArtifactStore store) : IArtifactTransport
{
    public Task<ArtifactRef> PutAsync(ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellationToken)
        => store.PutAsync(content, mediaType, cancellationToken);

    public Task<Stream> OpenAsync(ArtifactRef artifact, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        return Task.FromResult(store.TryOpen(artifact) ?? throw new FileNotFoundException($"The artifact store has no {artifact.MediaType} with SHA-256 {artifact.Sha256} any more."));
    }
}
