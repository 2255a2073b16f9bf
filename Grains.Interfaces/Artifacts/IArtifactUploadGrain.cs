namespace Hunyuan3D.Grains.Interfaces.Artifacts;

/// <summary>Takes one upload in pieces. The key is any unique name; an upload that is not completed leaves nothing.</summary>
[Alias("h3d.IArtifactUploadGrain")]
public interface IArtifactUploadGrain : IGrainWithStringKey
{
    /// <summary>
    /// Appends a piece of at most <see cref="ArtifactChunk.MaxBytes"/> bytes. A piece that was already taken is ignored.
    /// Returns the bytes held so far: a caller that gets another number than it expects continues from there.
    /// </summary>
    [Alias("Append")]
    Task<long> Append(long offset, byte[] piece);

    /// <summary>Makes the upload durable.</summary>
    /// <returns>Null: not all of the bytes are here (the silo was lost on the way); upload again.</returns>
    [Alias("Complete")]
    Task<ArtifactRef?> Complete(string sha256, long length, string mediaType);
}
