using Hunyuan3D.Grains.Interfaces.Artifacts;

namespace Hunyuan3D.Grains.Artifacts;

/// <summary>Bytes by their content. The same bytes are stored once, and what is stored never changes.</summary>
public interface IArtifactStore
{
    /// <summary>Returns when the bytes are durable.</summary>
    Task<ArtifactRef> PutAsync(ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellationToken);

    /// <summary>A readable, seekable stream; null: not stored, or not in full.</summary>
    Stream? TryOpen(ArtifactRef artifact);

    /// <summary>All bytes; null: not stored, or not in full.</summary>
    Task<byte[]?> TryReadAsync(ArtifactRef artifact, CancellationToken cancellationToken);

    bool Exists(ArtifactRef artifact);

    /// <summary>Removes what nothing else can name, such as a superseded checkpoint. Missing artifacts are fine.</summary>
    void Delete(ArtifactRef artifact);
}
