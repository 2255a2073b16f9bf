using System.Security.Cryptography;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Grains.Artifacts;

/// <summary>
/// Files named by their SHA-256 under <c>sha256/</c>, two levels deep. A file is written under <c>tmp/</c>, flushed and then renamed, so a name
/// under <c>sha256/</c> always holds the whole content, whoever crashes.
/// </summary>
internal sealed class FileArtifactStore(IOptions<ArtifactStoreOptions> options, TimeProvider time) : IArtifactStore
{
    /// <summary>A file asked for is marked as used at most this often.</summary>
    private static readonly TimeSpan MarkPeriod = TimeSpan.FromMinutes(10);

    /// <summary>Files up to this size are read and written on the calling thread: the way to another one and back takes longer than they do.</summary>
    private const int SmallFile = 256 * 1024;

    private readonly ArtifactStoreOptions _options = options.Value;

    public string ContentFolder => Path.Combine(_options.Path, "sha256");

    /// <summary>Beside the artifacts: what the result cache knows of them.</summary>
    public string CacheFolder => Path.Combine(_options.Path, "cache");

    public string TemporaryFolder => Path.Combine(_options.Path, "tmp");

    public async Task<ArtifactRef> PutAsync(ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellationToken)
    {
        var artifact = new ArtifactRef(Convert.ToHexStringLower(SHA256.HashData(content.Span)), content.Length, mediaType);
        if (Exists(artifact)) return artifact;
        var temporary = NewTemporaryPath();
        try
        {
            await using (var file = OpenTemporary(temporary))
            {
                if (content.Length <= SmallFile) file.Write(content.Span);
                else await file.WriteAsync(content, cancellationToken);
                Flush(file);
            }

            Publish(temporary, artifact);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        return artifact;
    }

    public Stream? TryOpen(ArtifactRef artifact)
    {
        var file = Find(artifact);
        return file is null ? null : new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 64 * 1024, useAsync: false);
    }

    public async Task<byte[]?> TryReadAsync(ArtifactRef artifact, CancellationToken cancellationToken)
    {
        var file = Find(artifact);
        if (file is null) return null;
        return file.Length <= SmallFile ? File.ReadAllBytes(file.FullName) : await File.ReadAllBytesAsync(file.FullName, cancellationToken);
    }

    public bool Exists(ArtifactRef artifact) => Find(artifact) is not null;

    public void Delete(ArtifactRef artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        if (artifact.IsWellFormed && Directory.Exists(ContentFolder)) File.Delete(PathOf(artifact));
    }

    /// <summary>A new name for a file in the making.</summary>
    public string NewTemporaryPath()
    {
        if (!Directory.Exists(TemporaryFolder)) Directory.CreateDirectory(TemporaryFolder);
        return Path.Combine(TemporaryFolder, Guid.NewGuid().ToString("N"));
    }

    public static FileStream OpenTemporary(string path) => new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);

    /// <summary>Makes a written file durable, if so configured.</summary>
    public void Flush(FileStream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Flush(_options.FlushToDisk);
    }

    /// <summary>Gives a complete, flushed temporary file its name.</summary>
    public void Publish(string temporary, ArtifactRef artifact)
    {
        var path = PathOf(artifact);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(temporary, path, overwrite: true);
    }

    private FileInfo? Find(ArtifactRef artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        if (!artifact.IsWellFormed) return null;
        var file = new FileInfo(PathOf(artifact));
        if (!file.Exists || file.Length != artifact.Length) return null;
        return _options.MaxAge is null || MarkUsed(file) ? file : null;
    }

    // The sweeper goes by the time of last use. False: it was faster.
    private bool MarkUsed(FileInfo file)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (now - file.LastWriteTimeUtc <= MarkPeriod) return true;
        try
        {
            File.SetLastWriteTimeUtc(file.FullName, now);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private string PathOf(ArtifactRef artifact) => Path.Combine(ContentFolder, artifact.Sha256[..2], artifact.Sha256[2..4], artifact.Sha256);
}
