using System.Security.Cryptography;
using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Interfaces.Caching;
using Orleans.Serialization;

namespace Hunyuan3D.Grains.Caching;

/// <summary>
/// The entries of the cache as small files beside the artifacts that they name, so that the two are lost, copied and shared together, and a job costs no call to Redis. A file is written under
/// <c>tmp/</c> and renamed; it is not flushed, since an entry that a power failure takes is only a miss. Form: "H3C1", SHA-256 of the rest, the entry. Its time of writing is the entry's last use.
/// </summary>
internal sealed class CacheEntryFiles(FileArtifactStore store, Serializer serializer, TimeProvider time)
{
    private const int HeaderBytes = 4 + SHA256.HashSizeInBytes;

    private static readonly byte[] Magic = "H3C1"u8.ToArray();

    /// <summary>The entry; null: there is none, or not in full.</summary>
    public CacheEntry? Read(string name)
    {
        var path = PathOf(name);
        return File.Exists(path) ? TryRead(path) : null;
    }

    public void Write(string name, CacheEntry entry)
    {
        var payload = serializer.SerializeToArray(entry);
        var (temporary, path) = (store.NewTemporaryPath(), PathOf(name));
        using (var file = FileArtifactStore.OpenTemporary(temporary))
        {
            file.Write([.. Magic, .. SHA256.HashData(payload), .. payload]);
        }

        File.SetLastWriteTimeUtc(temporary, time.GetUtcNow().UtcDateTime);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(temporary, path, overwrite: true);
    }

    public void MarkUsed(string name)
    {
        try
        {
            File.SetLastWriteTimeUtc(PathOf(name), time.GetUtcNow().UtcDateTime);
        }
        catch (FileNotFoundException)
        {
            // Evicted in this moment.
        }
    }

    public void Delete(string name)
    {
        if (Directory.Exists(store.CacheFolder)) File.Delete(PathOf(name));
    }

    /// <summary>All entries. One file of some hundred bytes is read for each.</summary>
    public IEnumerable<CacheItem> List(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(store.CacheFolder)) yield break;
        foreach (var file in new DirectoryInfo(store.CacheFolder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryRead(file.FullName) is { } entry) yield return new CacheItem(file.Name, [.. entry.Files], entry.Made, file.LastWriteTimeUtc);
        }
    }

    // What is not whole is removed: nothing will ever become of it.
    private CacheEntry? TryRead(string path)
    {
        try
        {
            var file = File.ReadAllBytes(path);
            if (file.Length > HeaderBytes && file.AsSpan(0, Magic.Length).SequenceEqual(Magic) && SHA256.HashData(file.AsSpan(HeaderBytes)).AsSpan().SequenceEqual(file.AsSpan(Magic.Length, SHA256.HashSizeInBytes)))
                return serializer.Deserialize<CacheEntry>(file.AsMemory(HeaderBytes));
            File.Delete(path);
            return null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private string PathOf(string name) => Path.Combine(store.CacheFolder, name[..2], name);
}
