using System.Text.Json.Serialization;

namespace Hunyuan3D.Inference.Hub;

/// <summary>What <c>GET /api/models/{repository}/revision/{revision}?blobs=true</c> answers, as far as it is of use here.</summary>
internal sealed record HubListing(string? Sha, IReadOnlyList<HubListing.Sibling>? Siblings)
{
    /// <param name="BlobId">Git's name of the file, or of the pointer if the file is in LFS.</param>
    internal sealed record Sibling([property: JsonPropertyName("rfilename")] string? Path, long? Size, string? BlobId, LargeFile? Lfs)
    {
        public HubFile ToFile() => new(
            Path ?? "",
            Lfs?.Size ?? Size,
            Lfs is null ? ContentHash.TryParse(HashKind.GitBlob, BlobId) : ContentHash.TryParse(HashKind.Sha256, Lfs.Sha256 ?? Lfs.Oid));
    }

    /// <summary>Mirrors tell the hash under the name that the tree API gives it.</summary>
    internal sealed record LargeFile(string? Sha256, string? Oid, long? Size);
}
