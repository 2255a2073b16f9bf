namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>Turns finished chunks, reported from several threads, into a share that never falls.</summary>
internal sealed class ChunkProgress(IProgress<double>? target, double from, double to, int chunks)
{
    private readonly Lock _gate = new();
    private int _done;

    public void ChunkDone()
    {
        if (target is null)
            return;
        lock (_gate)
            target.Report(++_done == chunks ? to : from + (to - from) * _done / chunks);
    }
}
