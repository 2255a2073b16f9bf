using System.Security.Cryptography;
using Hunyuan3D.Grains.Interfaces.Artifacts;

namespace Hunyuan3D.Client;

/// <summary>Brings bytes to and from the artifact store in pieces, for processes that do not see its volume.</summary>
internal sealed class GrainArtifactTransport(IGrainFactory grains, ClusterCalls calls) : IArtifactTransport
{
    /// <summary>Uploads begun again because their silo was lost, before giving up.</summary>
    private const int Attempts = 3;

    public async Task<ArtifactRef> PutAsync(ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellationToken)
    {
        var artifact = new ArtifactRef(Convert.ToHexStringLower(SHA256.HashData(content.Span)), content.Length, mediaType);
        if (await calls.RunAsync(() => Reader.Exists(artifact), cancellationToken)) return artifact;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var upload = grains.GetGrain<IArtifactUploadGrain>(Guid.NewGuid().ToString("N"));
            if (await SendAsync(upload, content, cancellationToken)
                && await calls.RunAsync(() => upload.Complete(artifact.Sha256, artifact.Length, mediaType), cancellationToken) is { } stored)
                return stored;
        }

        throw new ClusterUnavailableException($"The upload of {content.Length} bytes was cut off {Attempts} times. Try again.");
    }

    public async Task<Stream> OpenAsync(ArtifactRef artifact, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        if (!await calls.RunAsync(() => Reader.Exists(artifact), cancellationToken))
            throw new FileNotFoundException($"The artifact store has no {artifact.MediaType} with SHA-256 {artifact.Sha256} any more.");
        return new RemoteArtifactStream(artifact, ReadAsync);
    }

    private IArtifactDownloadGrain Reader => grains.GetGrain<IArtifactDownloadGrain>(0);

    /// <summary>False: the silo that held the first pieces was lost.</summary>
    private async Task<bool> SendAsync(IArtifactUploadGrain upload, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        for (var offset = 0; offset < content.Length;)
        {
            var start = offset;
            var piece = content.Slice(start, Math.Min(ArtifactChunk.MaxBytes, content.Length - start)).ToArray();
            var held = await calls.RunAsync(() => upload.Append(start, piece), cancellationToken);
            if (held < start) return false;
            offset = (int)held;
        }

        return true;
    }

    private Task<byte[]?> ReadAsync(ArtifactRef artifact, long offset, int count, CancellationToken cancellationToken)
        => calls.RunAsync(() => Reader.Read(artifact, offset, count), cancellationToken);
}
