using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Grains.Artifacts;

/// <summary>
/// Removes what crashes left under <c>tmp/</c> and, where an age is configured, artifacts that nobody stored or asked for since. Several silos may
/// sweep one volume: a file that another one removed first is passed over.
/// </summary>
internal sealed partial class ArtifactSweeper(FileArtifactStore store, IOptions<ArtifactStoreOptions> options, TimeProvider time, ILogger<ArtifactSweeper> logger)
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
            var removed = Remove(store.TemporaryFolder, LeftOverAfter, cancellationToken);
            if (options.Value.MaxAge is { } age) removed += Remove(store.ContentFolder, age, cancellationToken);
            if (removed > 0) LogSwept(logger, removed);
            return removed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogSweepFailed(logger, exception);
            return 0;
        }
    }

    private int Remove(string folder, TimeSpan age, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder)) return 0;
        var (removed, limit) = (0, time.GetUtcNow().UtcDateTime - age);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.LastWriteTimeUtc >= limit) continue;
            file.Delete();
            removed++;
        }

        return removed;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} old files from the artifact store.")]
    private static partial void LogSwept(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The artifact store could not be swept; the next round tries again.")]
    private static partial void LogSweepFailed(ILogger logger, Exception exception);
}
