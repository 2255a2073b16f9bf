using System.Collections.Concurrent;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>A device slot: one thread of its own that runs one stage at a time, so that a stage never takes a thread from grain turns.</summary>
internal sealed class GpuSlot : IDisposable
{
    private readonly BlockingCollection<StageRun> _runs = new(boundedCapacity: 1);
    private readonly Action<GpuSlot, StageRun> _run;

    /// <param name="run">Runs a stage to its end on the slot's thread; must not throw.</param>
    public GpuSlot(int number, Action<GpuSlot, StageRun> run)
    {
        (Number, _run) = (number, run);
        new Thread(Loop) { IsBackground = true, Name = $"gpu slot {number}" }.Start();
    }

    public int Number { get; }

    /// <summary>What runs on it; set and cleared by the worker.</summary>
    public StageRun? Current { get; set; }

    /// <summary>Gives the slot its next stage. Only while <see cref="Current"/> is null.</summary>
    public void Begin(StageRun run)
    {
        Current = run;
        _runs.Add(run);
    }

    /// <summary>Ends the thread when the stage that runs has ended.</summary>
    public void Dispose() => _runs.CompleteAdding();

    private void Loop()
    {
        foreach (var run in _runs.GetConsumingEnumerable()) _run(this, run);
        _runs.Dispose();
    }
}
