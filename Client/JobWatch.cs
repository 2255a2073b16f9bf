using System.Runtime.ExceptionServices;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Client;

/// <summary>The newest status of one job, for all of this process who watch it; one call at a time waits at the job's grain.</summary>
internal sealed class JobWatch : IDisposable
{
    private readonly IGenerationGrain _job;
    private readonly ClusterCalls _calls;
    private readonly Lock _telling = new();
    private readonly CancellationTokenSource _leaving = new();
    private readonly CancellationToken _left;

    private GenerationStatus? _newest;
    private ExceptionDispatchInfo? _fault;
    private bool _ended;
    private TaskCompletionSource _news = NewNews();

    public JobWatch(IGenerationGrain job, ClusterCalls calls) => (_job, _calls, _left) = (job, calls, _leaving.Token);

    /// <summary>Kept by <see cref="JobWatches"/>.</summary>
    public int Watchers { get; set; }

    /// <summary>The job could not be asked: those who watch are told, and who comes later begins anew.</summary>
    public bool IsFaulted
    {
        get
        {
            lock (_telling) return _fault is not null;
        }
    }

    /// <summary>Asks until the job is final, or until nobody watches.</summary>
    public async Task RunAsync()
    {
        try
        {
            GenerationStatus? status;
            var seen = 0L;
            do
            {
                var after = seen;
                status = await _calls.RunAsync(() => _job.WaitForChange(after, _left), _left);
                if (status is null || status.Version <= seen) continue;
                seen = status.Version;
                Tell(status);
            }
            while (status is { IsFinal: false });
            End(fault: null);
        }
        catch (Exception exception)
        {
            End(exception);
        }
    }

    /// <summary>The newest status above a version, as soon as there is one. Null: there will be none.</summary>
    /// <exception cref="ClusterUnavailableException">The job could not be asked for as long as the options allow.</exception>
    public async ValueTask<GenerationStatus?> NextAsync(long afterVersion, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news;
            lock (_telling)
            {
                if (_newest is { } newest && newest.Version > afterVersion) return newest;
                _fault?.Throw();
                if (_ended) return null;
                news = _news.Task;
            }

            await news.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Nobody watches any more: the call that waits at the grain is taken back.</summary>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private void Tell(GenerationStatus status)
    {
        TaskCompletionSource told;
        lock (_telling) (_newest, told, _news) = (status, _news, NewNews());
        told.SetResult();
    }

    private void End(Exception? fault)
    {
        lock (_telling) (_ended, _fault) = (true, fault is null ? null : ExceptionDispatchInfo.Capture(fault));
        _news.SetResult();
    }

    private static TaskCompletionSource NewNews() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
