using System.Globalization;
using Hunyuan3D.Inference.Hub;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary>Shows downloads as work: the file, its bytes, the rate of the last seconds, and the time that is left at this rate.</summary>
internal sealed class TransferWork(IProgress<WorkProgress> shown, TimeProvider time) : IProgress<TransferProgress>
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Queue<(long Time, long Done)> _past = new();
    private string? _path;
    private TransferPhase _phase;
    private long? _shown;

    public void Report(TransferProgress value)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var isNew = value.Path != _path || value.Phase != _phase || value.Notice is not null;
            if (value.Path != _path)
                _past.Clear();
            (_path, _phase) = (value.Path, value.Phase);
            if (!isNew && _shown is { } last && time.GetElapsedTime(last, now) < Pause)
                return;
            _shown = now;
            _past.Enqueue((now, value.Done));
            while (_past.Count > 2 && time.GetElapsedTime(_past.Peek().Time, now) > Window)
                _past.Dequeue();
            shown.Report(new WorkProgress(Text(value), value.Done, value.Total) { Detail = value.Phase == TransferPhase.Downloading ? Rate(value, now) : null });
        }
    }

    private static string Text(TransferProgress value) => value switch
    {
        { Notice: { } notice } => notice,
        { Phase: TransferPhase.Verifying } => $"checking {NameOf(value)}",
        { Phase: TransferPhase.Complete } => $"complete: {value.Path}",
        { Resumed: > 0 } => $"fetching {NameOf(value)} (continued at {ByteSize.Show(value.Resumed)})",
        _ => $"fetching {NameOf(value)}",
    };

    /// <summary>Without folders: a bar has to fit a line of a terminal.</summary>
    private static string NameOf(TransferProgress value) => value.Path[(value.Path.LastIndexOf('/') + 1)..];

    /// <summary>Null: nothing has come yet.</summary>
    private string? Rate(TransferProgress value, long now)
    {
        var (start, done) = _past.Peek();
        var seconds = time.GetElapsedTime(start, now).TotalSeconds;
        if (seconds <= 0 || value.Done <= done)
            return null;
        var rate = (value.Done - done) / seconds;
        var left = TimeSpan.FromSeconds(Math.Min((value.Total - value.Done) / rate, TimeSpan.FromDays(9).TotalSeconds));
        return string.Create(CultureInfo.InvariantCulture, $"{ByteSize.Show((long)rate)}/s, {Show(left)} left");
    }

    private static string Show(TimeSpan left) => left switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{left.TotalSeconds:F0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{left.TotalMinutes:F0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{left.TotalHours:F1} h"),
    };
}
