using System.Runtime.CompilerServices;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Tests.Silo.Http;

/// <summary>A job that changes when the test says so; watchers see every version.</summary>
internal sealed class FakeJob(GenerationStatus first)
{
    private readonly Lock _changing = new();
    private readonly List<GenerationStatus> _history = [first];
    private int _watchers;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GenerationStatus Status
    {
        get
        {
            lock (_changing)
                return _history[^1];
        }
    }

    public void Change(Func<GenerationStatus, GenerationStatus> change)
    {
        TaskCompletionSource told;
        lock (_changing)
        {
            _history.Add(change(_history[^1]) with { Version = _history[^1].Version + 1 });
            (told, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        told.SetResult();
    }

    /// <summary>Who watches now.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    public async IAsyncEnumerable<GenerationStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _watchers);
        using var leaving = new Leaving(this);
        for (var next = 0; ; next++)
        {
            GenerationStatus? status = null;
            while (status is null)
            {
                Task changed;
                lock (_changing)
                    (status, changed) = (next < _history.Count ? _history[next] : null, _changed.Task);
                if (status is null)
                    await changed.WaitAsync(cancellationToken);
            }

            yield return status;
        }
    }

    private sealed class Leaving(FakeJob job) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref job._watchers);
    }
}
