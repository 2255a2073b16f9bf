using System.Collections.Concurrent;

namespace Hunyuan3D.Tests.Inference.Hub;

/// <summary>
/// A clock on which waits below a bound are over at once, and are kept; longer ones, the time-outs of connections, end when the test says so.
/// </summary>
internal sealed class RetryClock(TimeSpan longest) : TimeProvider
{
    private readonly TimeSpan _longest = longest;
    private readonly ConcurrentDictionary<Timer, bool> _armed = new();

    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All time-outs that are running now have passed.</summary>
    public void Expire()
    {
        foreach (var timer in _armed.Keys)
            timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(RetryClock clock, Action callback) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock._armed.TryRemove(this, out _);
            if (dueTime < TimeSpan.Zero)
                return true;
            if (dueTime >= clock._longest)
            {
                clock._armed[this] = true;
                return true;
            }

            clock.Waits.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ => callback());
            return true;
        }

        public void Fire()
        {
            if (clock._armed.TryRemove(this, out _))
                callback();
        }

        public void Dispose() => clock._armed.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
