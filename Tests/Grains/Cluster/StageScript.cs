using System.Collections.Concurrent;
using System.Threading.Channels;
using Hunyuan3D.Grains.Gpu;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;

namespace Hunyuan3D.Tests.Grains.Cluster;

/// <summary>What the silos of a test cluster run instead of engines: every stage waits for the test, unless it is told to let all pass.</summary>
internal sealed class StageScript
{
    private readonly Channel<ScriptedRun> _started = Channel.CreateUnbounded<ScriptedRun>();

    /// <summary>Stages complete at once.</summary>
    public bool PassAll { get; set; }

    /// <summary>Every stage begun so far.</summary>
    public ConcurrentQueue<ScriptedRun> Runs { get; } = new();

    /// <summary>The next stage that a silo begins.</summary>
    public async Task<ScriptedRun> NextAsync() => await _started.Reader.ReadAsync().AsTask().WaitAsync(TestSilos.Patience);

    public IStageRunner OnSilo(string silo) => new Runner(this, silo);

    private sealed class Runner(StageScript script, string silo) : IStageRunner
    {
        public Task<StageOutcome> RunAsync(StageWork work, StageContext context, CancellationToken cancellationToken)
        {
            var run = new ScriptedRun(work, context, silo);
            script.Runs.Enqueue(run);
            if (script.PassAll) run.Complete();
            else script._started.Writer.TryWrite(run);
            return run.RunAsync(cancellationToken);
        }
    }
}
