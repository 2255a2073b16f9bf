using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>
/// Brings a stage's progress to its job: the latest only, at most once a period, one call at a time, nothing for stages shorter than a period.
/// Never blocks the stage.
/// </summary>
internal sealed class ProgressRelay : IProgress<StageProgress>, IAsyncDisposable
{
    private readonly Func<StageProgressReport, Task> _send;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private StageProgress? _latest;
    private bool _sending;

    /// <param name="send">Tells the job; must not throw.</param>
    public ProgressRelay(Func<StageProgressReport, Task> send, TimeSpan period, TimeProvider time)
    {
        _send = send;
        _timer = time.CreateTimer(_ => Send(), null, period, period == TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : period);
    }

    public void Report(StageProgress value)
    {
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
}
