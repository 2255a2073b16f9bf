using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;
using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>
/// Brings a stage's progress to its job: the latest only, at most once a period, one call at a time, nothing for stages shorter than a period.
/// Never blocks the stage.
/// </summary>
internal sealed partial class ProgressRelay : IProgress<StageProgress>, IAsyncDisposable
{
    private readonly Func<StageProgressReport, Task> _send;
    private readonly ITimer _timer;
    private readonly Guid _lease;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private StageProgress? _latest;
    private bool _sending;

    /// <param name="lease">For the log.</param>
    /// <param name="send">Tells the job; must not throw.</param>
    public ProgressRelay(Guid lease, Func<StageProgressReport, Task> send, TimeSpan period, TimeProvider time, ILogger logger)
    {
        (_lease, _send, _logger) = (lease, send, logger);
        _timer = time.CreateTimer(_ => Send(), null, period, period == TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : period);
    }

    public void Report(StageProgress value)
    {
        LogProgress(_logger, _lease, value.Step, value.Done, value.Of);
        lock (_gate) _latest = value;
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Send()
    {
        StageProgress value;
        lock (_gate)
        {
            if (_sending || _latest is not { } latest) return;
            (value, _latest, _sending) = (latest, null, true);
        }

        _send(new StageProgressReport(value.Step, value.Done, value.Of, value.Fraction)).ContinueWith(
            _ =>
            {
                lock (_gate) _sending = false;
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    [LoggerMessage(Level = LogLevel.Trace, Message = "Lease {Lease}: {Step} {Done} of {Of}.")]
    private static partial void LogProgress(ILogger logger, Guid lease, string step, int done, int of);
}
