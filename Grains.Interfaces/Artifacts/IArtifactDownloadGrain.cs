namespace Hunyuan3D.Grains.Interfaces.Artifacts;

/// <summary>Reads stored bytes in pieces. Any key will do.</summary>
[Alias("h3d.IArtifactDownloadGrain")]
public interface IArtifactDownloadGrain : IGrainWithIntegerKey
{
    /// <summary>Up to <see cref="ArtifactChunk.MaxBytes"/> bytes; fewer than asked only at the end. Null: the store does not have the artifact.</summary>
    [Alias("Read")]
    Task<byte[]?> Read(ArtifactRef artifact, long offset, int count);

    [Alias("Exists")]
    Task<bool> Exists(ArtifactRef artifact);
}
