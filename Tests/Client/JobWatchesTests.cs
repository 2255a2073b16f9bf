using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Client;

public sealed class JobWatchesTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeJobGrain _job = new();
    private readonly JobWatches _watches;
    private int _found;

    public JobWatchesTests() => _watches = new JobWatches(
        _ =>
        {
            _found++;
            return _job;
        },
        new ClusterCalls(Options.Create(new Hunyuan3DClientOptions { RetryFor = TimeSpan.Zero }), _time));

    [Fact]
    public async Task WatchAsync_ManyOfOneJob_OneCallWaitsAndAllSeeTheEnd()
    {
        var watchers = Enumerable.Range(0, 1000).Select(_ => LastAsync()).ToArray();
        for (var change = 0; change < 10; change++)
            _job.Change();
        _job.Change(GenerationStatusCode.Completed);

        var ends = await Task.WhenAll(watchers).WaitAsync(Limit);

        Assert.All(ends, end => Assert.True(end is { IsFinal: true }));
        Assert.Equal(1, _found);
        Assert.Equal(1, _job.MostWaiting);
        Assert.Equal(0, _watches.Count);
    }

    [Fact]
    public async Task WatchAsync_AThousandJobsAreLeft_NothingIsLeftOfThem()
    {
        using var leaving = new CancellationTokenSource();
        List<Task> watchers = [];
        for (var job = 0; job < 1000; job++)
        {
            var events = _watches.WatchAsync($"job{job}", 0, leaving.Token).GetAsyncEnumerator();
            Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(Limit));
            watchers.Add(EndAsync(events));
        }

        Assert.Equal(1000, _watches.Count);
        await _job.WaitingAsync(1000).WaitAsync(Limit);
        await leaving.CancelAsync();
        await Task.WhenAll(watchers).WaitAsync(Limit);

        Assert.Equal(0, _watches.Count);
        await _job.WaitingAsync(0).WaitAsync(Limit);

        static async Task EndAsync(IAsyncEnumerator<GenerationStatus> events)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => events.MoveNextAsync().AsTask());
            await events.DisposeAsync();
        }
    }

    [Fact]
    public async Task WatchAsync_SlowWatcher_IsToldTheNewest()
    {
        await using var slow = _watches.WatchAsync("job", 0, default).GetAsyncEnumerator();
        Assert.True(await slow.MoveNextAsync());
        Assert.Equal(1, slow.Current.Version);

        for (var change = 0; change < 100; change++)
            _job.Change();
        await foreach (var seen in _watches.WatchAsync("job", 0, default))
        {
            if (seen.Version == 101)
                break;
        }

        Assert.True(await slow.MoveNextAsync().AsTask().WaitAsync(Limit));
        Assert.Equal(101, slow.Current.Version);
    }

    [Fact]
    public async Task WatchAsync_OneThatClaimsALaterVersion_KeepsNothingFromOthers()
    {
        await using var liar = _watches.WatchAsync("job", long.MaxValue, default).GetAsyncEnumerator();
        var told = liar.MoveNextAsync().AsTask();
        await using var other = _watches.WatchAsync("job", 0, default).GetAsyncEnumerator();

        Assert.True(await other.MoveNextAsync().AsTask().WaitAsync(Limit));
        _job.Change();
        Assert.True(await other.MoveNextAsync().AsTask().WaitAsync(Limit));
        Assert.Equal(2, other.Current.Version);
        Assert.False(told.IsCompleted);

        _job.Change(GenerationStatusCode.Failed);
        Assert.False(await told.WaitAsync(Limit));
    }

    [Fact]
    public async Task WatchAsync_NoSuchJob_EndsAtOnce()
    {
        _job.Exists = false;
        Assert.Null(await LastAsync().WaitAsync(Limit));
    }

    [Fact]
    public async Task WatchAsync_ClusterIsAway_SaysSoAndTheNextWatcherAsksAnew()
    {
        _job.Fault = new TimeoutException("gone");
        await using var first = _watches.WatchAsync("job", 0, default).GetAsyncEnumerator();
        await Assert.ThrowsAsync<ClusterUnavailableException>(() => first.MoveNextAsync().AsTask().WaitAsync(Limit));

        _job.Fault = null;
        await using var second = _watches.WatchAsync("job", 0, default).GetAsyncEnumerator();
        Assert.True(await second.MoveNextAsync().AsTask().WaitAsync(Limit));
    }

    private async Task<GenerationStatus?> LastAsync()
    {
        GenerationStatus? last = null;
        await foreach (var status in _watches.WatchAsync("job", 0, default))
        {
            Assert.True(last is null || status.Version > last.Version);
            last = status;
        }

        return last;
    }

    /// <summary>A job that changes when the test says so, and counts who waits for that.</summary>
    private sealed class FakeJobGrain : IGenerationGrain
    {
        private static readonly GenerationPictures Pictures = new(new ArtifactRef(new string('a', 64), 1, "image/png"), null, null, null);

        private readonly Lock _changing = new();
        private GenerationStatus _status = new()
        {
            Id = "job",
            Version = 1,
            Status = GenerationStatusCode.Running,
            Submitted = DateTimeOffset.UnixEpoch,
            Request = new GenerationRequest(Pictures, new GenerationOptions()),
        };

        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _waiting;

        public bool Exists { get; set; } = true;

        public Exception? Fault { get; set; }

        public int MostWaiting { get; private set; }

        public void Change(GenerationStatusCode status = GenerationStatusCode.Running)
        {
            TaskCompletionSource changed;
            lock (_changing)
            {
                _status = _status with { Version = _status.Version + 1, Status = status };
                (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            changed.SetResult();
        }

        /// <summary>Returns when so many calls wait.</summary>
        public async Task WaitingAsync(int count)
        {
            while (true)
            {
                Task waits;
                lock (_changing)
                {
                    if (_waiting == count)
                        return;
                    waits = _waits.Task;
                }

                await waits;
            }
        }

        public async Task<GenerationStatus?> WaitForChange(long afterVersion, CancellationToken cancellationToken)
        {
            if (Fault is not null)
                throw Fault;
            if (!Exists)
                return null;
            Count(1);
            try
            {
                while (true)
                {
                    Task changed;
                    lock (_changing)
                    {
                        if (_status.IsFinal || _status.Version > afterVersion)
                            return _status;
                        changed = _changed.Task;
                    }

                    await changed.WaitAsync(cancellationToken);
                }
            }
            finally
            {
                Count(-1);
            }
        }

        public Task<GenerationAdmission> Submit(GenerationRequest request) => throw new NotSupportedException();

        public Task<GenerationStatus?> GetStatus() => throw new NotSupportedException();

        public Task<GenerationStatus?> Cancel() => throw new NotSupportedException();

        private void Count(int change)
        {
            TaskCompletionSource waits;
            lock (_changing)
            {
                _waiting += change;
                MostWaiting = Math.Max(MostWaiting, _waiting);
                (waits, _waits) = (_waits, new(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            waits.SetResult();
        }
    }
}
