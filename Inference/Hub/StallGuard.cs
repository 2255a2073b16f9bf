namespace Hunyuan3D.Inference.Hub;

/// <summary>Cancels what makes no progress: its token fires when <see cref="Progressed"/> was not called for the time-out.</summary>
internal sealed class StallGuard : IDisposable
{
    private readonly CancellationTokenSource _stalled;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;
    private readonly TimeSpan _timeout;

    public StallGuard(TimeSpan timeout, TimeProvider time, CancellationToken caller)
    {
        (_timeout, _caller) = (timeout, caller);
        _stalled = new CancellationTokenSource(timeout, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_stalled.Token, caller);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>True: the guard cancelled, not the caller.</summary>
    public bool HasStalled => _stalled.IsCancellationRequested && !_caller.IsCancellationRequested;

    public void Progressed() => _stalled.CancelAfter(_timeout);

    public void Dispose()
    {
        _either.Dispose();
        _stalled.Dispose();
    }
}
