using Hunyuan3D.Client;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Tests.Grains.Cluster;
using Xunit;

namespace Hunyuan3D.Tests.Client;

/// <summary>What is left at a job of those who watched it.</summary>
public sealed class LeftWatchTests
{
    [Fact]
    public async Task WatchAsync_AllLeave_TheirCallsEndAtTheGrain()
    {
        var calls = new WaitingCalls();
        await using var silos = await TestSilos.StartAsync(new TestSilosOptions { Roles = [SiloRoles.All], Script = new StageScript(), Configure = silo => silo.AddIncomingGrainCallFilter(calls) });
        await silos.OffersAsync();
        var job = await silos.SubmitAsync();
        await silos.WaitAsync(job.Id, GenerationStatusCode.Running);

        foreach (var client in (IHunyuan3DClient[])[silos.RemoteClient, silos.SiloClient])
        {
            var (cancelled, version) = (calls.Cancelled, (await client.GetAsync(job.Id))!.Version);
            using var leaving = new CancellationTokenSource();
            var watchers = Enumerable.Range(0, 100).Select(_ => WatchAsync(client, job.Id, leaving.Token)).ToArray();
            await TestSilos.UntilAsync(() => calls.Waiting(version) == 1);

            await leaving.CancelAsync();
            await Task.WhenAll(watchers).WaitAsync(TestSilos.Patience);

            // Not by its time-out: then it would have an answer.
            await TestSilos.UntilAsync(() => calls.Waiting(version) == 0 && calls.Cancelled == cancelled + 1);
        }
    }

    private static async Task WatchAsync(IHunyuan3DClient client, string id, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var status in client.WatchAsync(id, 0, cancellationToken))
                Assert.False(status.IsFinal);
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>Calls that wait for a change.</summary>
    private sealed class WaitingCalls : IIncomingGrainCallFilter
    {
        private readonly List<long> _waiting = [];
        private int _cancelled;

        public int Cancelled => Volatile.Read(ref _cancelled);

        public int Waiting(long afterVersion)
        {
            lock (_waiting) return _waiting.Count(version => version >= afterVersion);
        }

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.MethodName != nameof(IGenerationGrain.WaitForChange))
            {
                await context.Invoke();
                return;
            }

            var version = (long)context.Request.GetArgument(0)!;
            lock (_waiting) _waiting.Add(version);
            try
            {
                await context.Invoke();
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref _cancelled);
                throw;
            }
            finally
            {
                lock (_waiting) _waiting.Remove(version);
            }
        }
    }
}
