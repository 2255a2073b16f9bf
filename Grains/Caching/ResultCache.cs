using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Grains.Caching;

/// <summary>
/// What the cache keeps, as one silo reads and writes it: entries that are young enough and whose artifacts are all there. A folder that cannot be read is an empty cache.
/// </summary>
internal sealed partial class ResultCache(
    CacheEntryFiles files, IArtifactStore store, CacheReporter reporter, IOptions<ResultCacheOptions> options, TimeProvider time, ILogger<ResultCache> logger)
{
    public CacheEntry? FindShape(string shape) => Find(shape) is { Shape: not null } entry ? entry : null;

    public CacheEntry? FindResult(string shape, string texture) => Find(NameOf(shape, texture)) is { Result: not null } entry ? entry : null;

    /// <summary>Returns the entry as it is kept, or as it would have been.</summary>
    public CacheEntry KeepShape(string shape, string jobId, string user, ShapeProduct product)
        => Keep(shape, new CacheEntry { JobId = jobId, User = user, Made = time.GetUtcNow(), Shape = product });

    public void KeepResult(string shape, string texture, string jobId, string user, GenerationResult result)
        => Keep(NameOf(shape, texture), new CacheEntry { JobId = jobId, User = user, Made = time.GetUtcNow(), Result = result });

    private static string NameOf(string shape, string texture) => $"{shape}-{texture}";

    private CacheEntry? Find(string name)
    {
        try
        {
            if (files.Read(name) is not { } entry) return null;
            // Looking marks the artifacts as used, so what is found here is not swept before the job has it.
            if (time.GetUtcNow() - entry.Made < options.Value.MaxAge && entry.Files.All(store.Exists))
            {
                files.MarkUsed(name);
                reporter.Used(name, time.GetUtcNow());
                return entry;
            }

            files.Delete(name);
            reporter.Dropped(name);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotRead(logger, exception, name);
        }

        return null;
    }

    private CacheEntry Keep(string name, CacheEntry entry)
    {
        try
        {
            // An artifact that is gone already would make it useless.
            if (entry.Files.All(store.Exists))
            {
                files.Write(name, entry);
                reporter.Kept(new CacheItem(name, [.. entry.Files], entry.Made, entry.Made));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotKept(logger, exception, name);
        }

        return entry;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Entry {Name} of the result cache could not be read; its job runs.")]
    private static partial void LogNotRead(ILogger logger, Exception exception, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Entry {Name} of the result cache could not be written; an equal job will run again.")]
    private static partial void LogNotKept(ILogger logger, Exception exception, string name);
}
