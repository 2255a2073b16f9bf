using System.Security.Cryptography;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Placement;

namespace Hunyuan3D.Grains.Artifacts;

/// <summary>Takes an upload in pieces into a temporary file of this silo's volume. The file goes with the activation.</summary>
[ControlPlacement]
[Orleans.Placement.PreferLocalPlacement]
[CollectionAgeLimit(Minutes = 5)]
internal sealed class ArtifactUploadGrain(FileArtifactStore store) : Grain, IArtifactUploadGrain
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string? _path;
    private FileStream? _file;
    private ArtifactRef? _completed;

    public async Task<long> Append(long offset, byte[] piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(piece.Length, ArtifactChunk.MaxBytes);
        if (_completed is not null) return _completed.Length;
        if (_file is null)
        {
            _path = store.NewTemporaryPath();
            _file = FileArtifactStore.OpenTemporary(_path);
        }

        if (offset != _file.Length) return _file.Length;
        await _file.WriteAsync(piece);
        _hash.AppendData(piece);
        return _file.Length;
    }

    public async Task<ArtifactRef?> Complete(string sha256, long length, string mediaType)
    {
        if (_completed is not null) return _completed;
        var artifact = new ArtifactRef(sha256, length, mediaType);
        if (!artifact.IsWellFormed) throw new ArgumentException($"Expected 64 lower-case hex digits, not '{sha256}'.", nameof(sha256));
        if (store.Exists(artifact)) return Finish(artifact);
        if (_file is null || _path is null || _file.Length != length || Convert.ToHexStringLower(_hash.GetCurrentHash()) != sha256) return null;
        store.Flush(_file);
        await _file.DisposeAsync();
        store.Publish(_path, artifact);
        (_file, _path) = (null, null);
        return Finish(artifact);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_file is not null) await _file.DisposeAsync();
        if (_path is not null) File.Delete(_path);
        _hash.Dispose();
    }

    // Kept for a caller that repeats the call; the activation goes when it is idle.
    private ArtifactRef Finish(ArtifactRef artifact) => _completed = artifact;
}
