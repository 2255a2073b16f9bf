using System.Runtime.CompilerServices;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Client;

/// <summary>
/// Watches jobs for everybody in this process. However many watch a job, one call waits at its grain; and a watcher holds nothing but the version that it has seen, so one that
/// is slow is told less often, of the newest, and costs no memory.
/// </summary>
/// <param name="find">The grain of a job's id.</param>
internal sealed class JobWatches(Func<string, IGenerationGrain> find, ClusterCalls calls)
{
    private readonly Lock _entering = new();
    private readonly Dictionary<string, JobWatch> _watches = [];

    /// <summary>Jobs that are watched now.</summary>
    public int Count
    {
        get
        {
            lock (_entering) return _watches.Count;
        }
    }

    /// <param name="id">A well-formed one.</param>
    public async IAsyncEnumerable<GenerationStatus> WatchAsync(string id, long afterVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watch = Enter(id);
        try
        {
            var version = afterVersion;
            while (await watch.NextAsync(version, cancellationToken) is { } status)
            {
                version = status.Version;
                yield return status;
            }
        }
        finally
        {
            Leave(id, watch);
        }
    }

    private JobWatch Enter(string id)
    {
        JobWatch? watch;
        lock (_entering)
        {
            if (_watches.TryGetValue(id, out watch) && !watch.IsFaulted)
            {
                watch.Watchers++;
                return watch;
            }

            watch = new JobWatch(find(id), calls) { Watchers = 1 };
            _watches[id] = watch;
        }

        _ = watch.RunAsync();
        return watch;
    }

    private void Leave(string id, JobWatch watch)
    {
        lock (_entering)
        {
            if (--watch.Watchers > 0) return;
            // A faulted one may have been replaced.
            if (_watches.TryGetValue(id, out var current) && ReferenceEquals(current, watch)) _watches.Remove(id);
        }

        watch.Dispose();
    }
}
