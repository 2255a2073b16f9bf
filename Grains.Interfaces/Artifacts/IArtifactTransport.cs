namespace Hunyuan3D.Grains.Interfaces.Artifacts;

/// <summary>Brings bytes into the artifact store and out of it, directly inside a silo and through grains from elsewhere.</summary>
public interface IArtifactTransport
{
    /// <summary>Returns when the bytes are durable. Storing the same bytes again is cheap.</summary>
    Task<ArtifactRef> PutAsync(ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellationToken);

    /// <summary>A readable, seekable stream.</summary>
    /// <exception cref="FileNotFoundException">The store does not have the bytes.</exception>
    Task<Stream> OpenAsync(ArtifactRef artifact, CancellationToken cancellationToken);
}
