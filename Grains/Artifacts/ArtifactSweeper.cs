using Hunyuan3D.Grains.Caching;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Grains.Artifacts;

/// <summary>
/// Removes what crashes left under <c>tmp/</c> and, where an age is configured, artifacts that nobody stored or asked for since and the result cache does not hold. Several silos may
/// sweep one volume: a file that another one removed first is passed over.
/// </summary>
internal sealed partial class ArtifactSweeper(
    FileArtifactStore store, CacheEntryFiles cache, IOptions<ArtifactStoreOptions> options, IOptions<ResultCacheOptions> caching, TimeProvider time, ILogger<ArtifactSweeper> logger)
    : BackgroundService
{
    /// <summary>No file is in the making for longer.</summary>
    private static readonly TimeSpan LeftOverAfter = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepPeriod, time);
        try
        {
            do
            {
                Sweep(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>One round. Returns the number of files removed.</summary>
    internal int Sweep(CancellationToken cancellationToken)
    {
        try
        {
            var removed = Remove(store.TemporaryFolder, LeftOverAfter, _ => true, cancellationToken);
            if (options.Value.MaxAge is { } age)
            {
                var held = Held(cancellationToken);
                removed += Remove(store.ContentFolder, age, file => !held.Contains(file.Name) && TryTake(file, age), cancellationToken);
            }

            if (removed > 0) LogSwept(logger, removed);
            return removed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogSweepFailed(logger, exception);
            return 0;
        }
    }

    // An entry that is made from here on has marked its artifacts as used.
    private HashSet<string> Held(CancellationToken cancellationToken)
        => caching.Value.Enabled ? cache.List(cancellationToken).SelectMany(entry => entry.Files).Select(file => file.Sha256).ToHashSet(StringComparer.Ordinal) : [];

    private int Remove(string folder, TimeSpan age, Func<FileInfo, bool> mayGo, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder)) return 0;
        var (removed, limit) = (0, time.GetUtcNow().UtcDateTime - age);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.LastWriteTimeUtc >= limit || !mayGo(file)) continue;
            file.Delete();
            removed++;
        }

        return removed;
    }

    /// <summary>
    /// Takes an artifact out of sight before it is removed. Whoever finds it before that marks it as used, the mark goes with the file, and the file is put back; whoever looks after that finds
    /// none. So nobody is told of an artifact that is then removed.
    /// </summary>
    private bool TryTake(FileInfo file, TimeSpan age)
    {
        var (path, aside) = (file.FullName, store.NewTemporaryPath());
        try
        {
            file.MoveTo(aside);
        }
        catch (FileNotFoundException)
        {
            return false;
        }

        if (File.GetLastWriteTimeUtc(aside) < time.GetUtcNow().UtcDateTime - age) return true;
        File.Move(aside, path, overwrite: true);
        return false;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} old files from the artifact store.")]
    private static partial void LogSwept(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The artifact store could not be swept; the next round tries again.")]
    private static partial void LogSweepFailed(ILogger logger, Exception exception);
}
