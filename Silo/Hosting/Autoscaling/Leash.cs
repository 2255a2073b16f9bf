namespace Hunyuan3D.Hosting.Autoscaling;

/// <summary>
/// Watches the file that whoever started this process keeps touching. When that stops, nobody looks after this process any more, and it drains and ends.
/// </summary>
internal sealed partial class Leash(string file, TimeSpan limit, IHostApplicationLifetime host, TimeProvider time, ILogger<Leash> logger) : BackgroundService
{
    /// <summary>A restart of the process that holds the leash takes less.</summary>
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(limit / 10, time);
        var (touched, seen) = (LastTouch(), time.GetTimestamp());
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (LastTouch() is var last && last != touched && last is not null)
            {
                (touched, seen) = (last, time.GetTimestamp());
            }
            else if (last is null || time.GetElapsedTime(seen) > limit)
            {
                LogAlone(file, limit);
                host.StopApplication();
                return;
            }
        }
    }

    private DateTime? LastTouch() => File.Exists(file) ? File.GetLastWriteTimeUtc(file) : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} was not touched for {Limit}: nobody looks after this process any more, and it stops.")]
    private partial void LogAlone(string file, TimeSpan limit);
}
